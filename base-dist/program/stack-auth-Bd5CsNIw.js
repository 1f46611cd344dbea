import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
// core/demo/stack-auth.ts
const bcryptPattern = /^\$2[ayb]\$(\d\d)\$.{53}$/;
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What may stand in a request to create a user. [stack-auth: interface/crud/users.ts] */
const knownFields = {
	primary_email: (value) => value === null || typeof value === "string" && /^[^\s@]+@[^\s@]+$/.test(value),
	primary_email_verified: isBoolean,
	primary_email_auth_enabled: isBoolean,
	password: isText,
	password_hash: isText,
	otp_auth_enabled: isBoolean,
	totp_secret_base64: isText,
	oauth_providers: (value) => Array.isArray(value) && value.every(isAccount),
	display_name: isText,
	profile_image_url: (value) => value === null || typeof value === "string" && URL.canParse(value),
	client_metadata: isMetadata,
	client_read_only_metadata: isMetadata,
	server_metadata: isMetadata,
	is_anonymous: isBoolean
};
/**
* Stack Auth's server API as far as a migration uses it, on a free port of this machine, in memory: for the demo, and
* for tests, since the service cannot run here. It refuses what the service refuses, in the service's words.
* [stack-auth: apps/backend users/crud.tsx, smart-request.tsx, utils/hashes.tsx]
*/
async function startStackAuth({ providers = ["google", "github"], port = 0 } = {}) {
	const users = /* @__PURE__ */ new Map();
	/** E-mails that somebody signs in by. */
	const signInEmails = /* @__PURE__ */ new Set();
	const projectId = randomUUID();
	const secretServerKey = `ssk_${randomUUID().replaceAll("-", "")}`;
	const passwords = /* @__PURE__ */ new Map();
	const resetMails = [];
	let working = 0;
	let busiest = 0;
	let count = 0;
	let fault;
	const http = createServer((request, response) => {
		serve(request, response).catch(() => response.destroy());
	});
	async function serve(request, response) {
		working += 1;
		busiest = Math.max(busiest, working);
		response.once("close", () => {
			working -= 1;
		});
		const method = request.method ?? "";
		const url = new URL(request.url ?? "/", "http://stack.invalid");
		const body = await readBody(request);
		count += 1;
		const wrong = fault?.(method, url.pathname, count);
		if (wrong?.type === "cut-before") return void response.destroy();
		if (wrong?.type === "throttle") {
			response.setHeader("retry-after", String(wrong.retryAfterSeconds));
			return answer(response, 429, { error: "Too many requests" });
		}
		if (wrong?.type === "error") return answer(response, wrong.status, "Something went wrong");
		const [status, content] = refuseHeaders(request) ?? route(method, url, body);
		if (wrong?.type === "cut-after") return void response.destroy();
		answer(response, status, content);
	}
	function refuseHeaders({ headers }) {
		if (headers["x-stack-access-type"] !== "server") return [400, {
			code: "ACCESS_TYPE_REQUIRED",
			error: "The x-stack-access-type header is required."
		}];
		if (headers["x-stack-project-id"] !== projectId) return [400, {
			code: "CURRENT_PROJECT_NOT_FOUND",
			error: "The current project was not found."
		}];
		if (headers["x-stack-secret-server-key"] !== secretServerKey) return [401, {
			code: "INVALID_SECRET_SERVER_KEY",
			error: "The secret server key is not valid."
		}];
	}
	function route(method, url, body) {
		const path = url.pathname;
		if (path === "/api/v1/users" && method === "POST") return create(body);
		if (path === "/api/v1/users" && method === "GET") return list(url.searchParams);
		const [, id] = /^\/api\/v1\/users\/([^/]+)$/.exec(path) ?? [];
		if (id !== void 0 && method === "DELETE") {
			const gone = users.get(id);
			users.delete(id);
			if (gone?.fields["primary_email_auth_enabled"] === true) signInEmails.delete(gone.fields["primary_email"]);
			if (gone) return [200, { success: true }];
			return [404, {
				code: "USER_NOT_FOUND",
				error: "User not found."
			}];
		}
		if (path === "/api/v1/auth/password/send-reset-code" && method === "POST") return sendResetCode(body);
		if (path === "/api/v1/auth/password/sign-in" && method === "POST") return signIn(body);
		if (path === "/api/v1/auth/sessions/current" && method === "DELETE") return [200, { success: true }];
		return [404, { error: "Not found" }];
	}
	function create(body) {
		if (!isRecord(body)) return invalid("the body is no object");
		for (const [name, value] of Object.entries(body)) {
			const accepts = knownFields[name];
			if (accepts === void 0) return invalid(`body contains unknown properties: ${name}`);
			if (!accepts(value)) return invalid(`body.${name} is not valid`);
		}
		const { password, password_hash: hash, primary_email: email } = body;
		if (password !== void 0 && hash !== void 0) return [400, "Cannot set both password and password_hash at the same time."];
		if (typeof hash === "string" && Number(bcryptPattern.exec(hash)?.[1] ?? 99) > 16) return [400, "Invalid password hash. Make sure it's a supported algorithm in Modular Crypt Format."];
		const signsIn = body["primary_email_auth_enabled"] === true;
		if (!email && signsIn) return [400, "primary_email_auth_enabled cannot be true without primary_email"];
		if (!email && body["primary_email_verified"] === true) return [400, "primary_email_verified cannot be true without primary_email"];
		if (signsIn && signInEmails.has(email)) return [409, {
			code: "USER_EMAIL_ALREADY_EXISTS",
			error: `User with email "${String(email)}" already exists.`
		}];
		const unknown = (body["oauth_providers"] ?? []).find(({ id }) => !providers.includes(id));
		if (unknown) return [400, `OAuth provider ${unknown.id} not found`];
		const { password: _, password_hash: __, ...fields } = body;
		const user = {
			id: randomUUID(),
			signedUpAt: Date.now(),
			passwordHash: typeof hash === "string" ? hash : void 0,
			fields
		};
		users.set(user.id, user);
		if (signsIn) signInEmails.add(email);
		return [201, shown(user)];
	}
	/** A cursor is the first user of its page. One that is gone gives an empty page. */
	function list(query) {
		const limit = query.get("limit") === null ? void 0 : Number(query.get("limit"));
		const cursor = query.get("cursor");
		if (limit !== void 0 && !(Number.isInteger(limit) && limit >= 1)) return invalid("query.limit is not valid");
		if (cursor !== null && !uuidPattern.test(cursor)) return invalid("query.cursor is not valid");
		const all = [...users.values()].filter(({ fields }) => query.get("include_anonymous") === "true" || fields["is_anonymous"] !== true);
		const start = cursor === null ? 0 : all.findIndex(({ id }) => id === cursor);
		const rest = start < 0 ? [] : all.slice(start);
		const items = rest.slice(0, limit);
		const next = rest[items.length];
		return [200, {
			items: items.map(shown),
			is_paginated: true,
			pagination: { next_cursor: next?.id ?? null }
		}];
	}
	function signIn(body) {
		if (!isRecord(body) || typeof body["email"] !== "string" || typeof body["password"] !== "string") return invalid("email or password is not valid");
		const user = [...users.values()].find(({ fields }) => fields["primary_email"] === body["email"] && fields["primary_email_auth_enabled"] === true);
		if (user?.passwordHash === void 0 || passwords.get(user.passwordHash) !== body["password"]) return [400, {
			code: "EMAIL_PASSWORD_MISMATCH",
			error: "Wrong e-mail or password."
		}];
		return [200, {
			access_token: randomUUID(),
			refresh_token: randomUUID(),
			user_id: user.id
		}];
	}
	/** The same answer whether the user exists or not. */
	function sendResetCode(body) {
		if (!isRecord(body) || typeof body["email"] !== "string" || !URL.canParse(String(body["callback_url"]))) return invalid("email or callback_url is not valid");
		resetMails.push(body["email"]);
		return [200, { success: "maybe, only if user with e-mail exists" }];
	}
	await new Promise((resolve, reject) => {
		http.once("error", reject);
		http.listen(port, "127.0.0.1", resolve);
	});
	return {
		settings: {
			baseUrl: `http://127.0.0.1:${http.address().port}`,
			projectId,
			secretServerKey,
			headerPrefix: "X-Stack"
		},
		users: () => [...users.values()],
		passwords,
		resetMails,
		get busiest() {
			return busiest;
		},
		get fault() {
			return fault;
		},
		set fault(next) {
			fault = next;
		},
		async stop() {
			if (!http.listening) return;
			http.closeAllConnections();
			await new Promise((resolve) => {
				http.close(() => resolve());
			});
		}
	};
}
function shown({ id, signedUpAt, passwordHash, fields }) {
	return {
		primary_email: null,
		primary_email_verified: false,
		primary_email_auth_enabled: false,
		display_name: null,
		profile_image_url: null,
		client_metadata: null,
		client_read_only_metadata: null,
		server_metadata: null,
		oauth_providers: [],
		otp_auth_enabled: false,
		is_anonymous: false,
		...fields,
		id,
		has_password: passwordHash !== void 0,
		signed_up_at_millis: signedUpAt
	};
}
function invalid(reason) {
	return [400, {
		code: "SCHEMA_ERROR",
		error: `Request validation failed: ${reason}`
	}];
}
function answer(response, status, content) {
	const text = typeof content === "string" ? content : JSON.stringify(content);
	response.writeHead(status, { "content-type": typeof content === "string" ? "text/plain" : "application/json" });
	response.end(text);
}
async function readBody(request) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	try {
		return JSON.parse(Buffer.concat(chunks).toString("utf8"));
	} catch {
		return;
	}
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isBoolean(value) {
	return typeof value === "boolean";
}
function isText(value) {
	return typeof value === "string";
}
function isMetadata(value) {
	return value === null || isRecord(value);
}
function isAccount(value) {
	return isRecord(value) && isText(value["id"]) && isText(value["account_id"]);
}
export { startStackAuth };

//# sourceMappingURL=stack-auth-Bd5CsNIw.js.map