import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { pgDump } from "@electric-sql/pglite-tools/pg_dump";
// core/postgres/dump/frontend.ts
const SSL_REQUEST = 80877103;
const GSSENC_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const QUERY = "Q".charCodeAt(0);
const SYNC = "S".charCodeAt(0);
const FUNCTION_CALL = "F".charCodeAt(0);
const TERMINATE = "X".charCodeAt(0);
/**
* `parameters` are the ParameterStatus values (`server_version`, `client_encoding`, …) of the server at the other end,
* as they are reported to libpq.
*/
function createFrontend(parameters) {
	let pending = Buffer.alloc(0);
	let started = false;
	function push(bytes) {
		pending = Buffer.concat([pending, bytes]);
		const replies = [];
		const forwards = [];
		let readyForQueries = 0;
		for (let message = takeMessage(); message !== void 0; message = takeMessage()) {
			if (!started) {
				replies.push(answerStart(message));
				continue;
			}
			const type = message[0];
			if (type === TERMINATE) continue;
			forwards.push(message);
			if (type === QUERY || type === SYNC || type === FUNCTION_CALL) readyForQueries += 1;
		}
		return {
			reply: Buffer.concat(replies),
			forward: Buffer.concat(forwards),
			readyForQueries
		};
	}
	/** The next whole message; those of a start have no type byte. */
	function takeMessage() {
		const typeBytes = started ? 1 : 0;
		if (pending.length < typeBytes + 4) return void 0;
		const length = typeBytes + pending.readInt32BE(typeBytes);
		if (pending.length < length) return void 0;
		const message = pending.subarray(0, length);
		pending = pending.subarray(length);
		return message;
	}
	function answerStart(message) {
		const code = message.readInt32BE(4);
		if (code === SSL_REQUEST || code === GSSENC_REQUEST) return Buffer.from("N");
		if (code === CANCEL_REQUEST) return Buffer.alloc(0);
		started = true;
		return welcome(parameters);
	}
	return { push };
}
/** AuthenticationOk, a ParameterStatus each, BackendKeyData, ReadyForQuery. */
function welcome(parameters) {
	const statuses = Object.entries(parameters).map(([name, value]) => frame("S", Buffer.from(`${name}\0${value}\0`)));
	return Buffer.concat([
		frame("R", Buffer.alloc(4)),
		...statuses,
		frame("K", Buffer.alloc(8)),
		frame("Z", Buffer.from("I"))
	]);
}
/** A protocol message: type byte, length that counts itself, payload. */
function frame(type, payload) {
	const message = Buffer.alloc(5 + payload.length);
	message.write(type, 0, "latin1");
	message.writeInt32BE(4 + payload.length, 1);
	message.set(payload, 5);
	return message;
}
// core/postgres/dump/worker.ts
/**
* The thread in which pg_dump (WebAssembly) runs. libpq's writes are synchronous there, so each request blocks this
* thread until the main thread has the server's answer; the main thread goes on meanwhile.
*/
const { args, parameters, answers, answered } = workerData;
const frontend = createFrontend(parameters);
function post(message) {
	parentPort?.postMessage(message);
}
/** Blocks until the server's answer is here. */
function exchange(bytes, readyForQueries) {
	Atomics.store(answered, 0, 0);
	post({
		type: "exchange",
		bytes,
		readyForQueries
	});
	while (Atomics.load(answered, 0) === 0) Atomics.wait(answered, 0, 0);
	const received = receiveMessageOnPort(answers);
	if (received === void 0) throw new Error("The main thread signalled an answer and sent none.");
	return received.message;
}
/** The part of PGlite that pgDump uses. Session settings are the caller's affair, so `query` and `exec` do nothing. */
const standIn = {
	execProtocolRawStream(bytes, { onRawData }) {
		const { reply, forward, readyForQueries } = frontend.push(bytes);
		if (reply.length > 0) onRawData(reply);
		if (forward.length === 0) return;
		const answer = exchange(forward, readyForQueries);
		if (answer.length > 0) onRawData(answer);
	},
	query: () => Promise.resolve({ rows: [{ search_path: "" }] }),
	exec: () => Promise.resolve([])
};
/**
* pgDump removes every line that begins with `\restrict` or `\unrestrict` from its result, those in function bodies
* too. Nothing but pgDump runs in this thread, so its one `replace` on the whole dump is made to leave it as it is;
* stripRestrict() takes out the two lines that are psql's.
*/
function keepDumpAsItIs() {
	const replace = String.prototype.replace;
	String.prototype.replace = function(...parameters) {
		if (this.startsWith("--\n-- PostgreSQL database dump\n")) return String(this);
		return Reflect.apply(replace, this, parameters);
	};
}
try {
	process.argv[1] = "pg_dump";
	keepDumpAsItIs();
	post({
		type: "done",
		sql: await (await pgDump({
			pg: standIn,
			args: [...args]
		})).text()
	});
} catch (error) {
	post({
		type: "failed",
		message: error instanceof Error ? error.message : String(error)
	});
}
answers.close();
export {};

//# sourceMappingURL=worker.js.map