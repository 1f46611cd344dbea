import { t as esm_default } from "./esm-BDbrdyGR.js";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { mkdir, mkdtemp, open, rename, rm, stat, writeFile } from "node:fs/promises";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { createServer } from "node:http";
import { pipeline } from "node:stream/promises";
// core/demo/storage-api/faults.ts
/** Faults on demand, each for a number of requests. */
var Faults = class {
	#pending = [];
	#delayMs = 0;
	slow(delayMs) {
		this.#delayMs = delayMs;
	}
	add(fault) {
		this.#pending.push({
			fault,
			left: fault.times ?? 1
		});
	}
	/** True where the request was answered, or has no connection any more. */
	async strike(request, response) {
		if (this.#delayMs > 0) await setTimeout(this.#delayMs);
		const index = this.#pending.findIndex(({ fault }) => (fault.method === void 0 || fault.method === request.method) && (fault.path === void 0 || (request.url ?? "").includes(fault.path)));
		const found = this.#pending[index];
		if (!found) return false;
		found.left -= 1;
		if (found.left === 0) this.#pending.splice(index, 1);
		const { fault } = found;
		if (fault.delayMs !== void 0) await setTimeout(fault.delayMs);
		if (fault.cutAfter !== void 0) cut(request, response, fault.cutAfter);
		if (fault.status === void 0) return false;
		response.writeHead(fault.status, {
			"content-type": "text/plain",
			...fault.retryAfter === void 0 ? {} : { "retry-after": String(fault.retryAfter) }
		});
		request.resume();
		response.end(`fault ${fault.status}`);
		return true;
	}
};
function cut(request, response, after) {
	const { socket } = request;
	if (request.method === "GET") {
		let sent = 0;
		const write = response.write.bind(response);
		response.write = ((chunk, ...rest) => {
			sent += chunk.length;
			if (sent <= after) return write(chunk, ...rest);
			write(chunk.subarray(0, Math.max(0, chunk.length - (sent - after))));
			socket.destroySoon();
			return false;
		});
		return;
	}
	let received = 0;
	request.prependListener("data", (chunk) => {
		received += chunk.length;
		if (received >= after) socket.destroy();
	});
	request.pause();
}
// core/demo/storage-api/replies.ts
/** An answer that the Storage server gives instead of what was asked for. */
var StorageRefusal = class extends Error {
	name = "StorageRefusal";
	/** The code in the body; the HTTP status is another one. */
	statusCode;
	error;
	constructor(statusCode, error, message) {
		super(message);
		this.statusCode = statusCode;
		this.error = error;
	}
};
/** The refusals of the real server, with its own words. [supabase/storage, src/internal/errors/codes.ts] */
const refusals = {
	key: () => new StorageRefusal(403, "Unauthorized", "Invalid Compact JWS"),
	bucketMissing: () => new StorageRefusal(404, "Bucket not found", "Bucket not found"),
	objectMissing: () => new StorageRefusal(404, "not_found", "Object not found"),
	duplicate: () => new StorageRefusal(409, "Duplicate", "The resource already exists"),
	notEmpty: () => new StorageRefusal(409, "InvalidRequest", "The bucket you tried to delete is not empty"),
	tooLarge: () => new StorageRefusal(413, "Payload too large", "The object exceeded the maximum allowed size"),
	mimeType: (type) => new StorageRefusal(415, "invalid_mime_type", `mime type ${type} is not supported`),
	invalidKey: (key) => new StorageRefusal(400, "InvalidKey", `Invalid key: ${key}`),
	bucketName: () => new StorageRefusal(400, "Invalid Input", "Bucket name invalid"),
	noUpload: () => new StorageRefusal(404, "NoSuchUpload", "Upload not found"),
	tus: (status, message) => new StorageRefusal(status, "TusError", message),
	fileGone: () => new StorageRefusal(500, "Internal", "Internal Server Error"),
	route: (path) => new StorageRefusal(404, "Not Found", `Route ${path} not found`)
};
/** Almost every refusal travels as HTTP 400; the code that it stands for is in the body. [storage-error.ts] */
function refuse(response, refusal) {
	sendJson(response, refusal.statusCode >= 500 ? refusal.statusCode : 400, {
		statusCode: String(refusal.statusCode),
		error: refusal.error,
		message: refusal.message
	});
}
function sendJson(response, status, body) {
	if (response.headersSent) {
		response.destroy();
		return;
	}
	const text = JSON.stringify(body);
	response.writeHead(status, {
		"content-type": "application/json; charset=utf-8",
		"content-length": Buffer.byteLength(text)
	});
	response.end(text);
}
/** The largest JSON that the server reads, in bytes. */
const largestJson = 4194304;
/** The request's body as an object; empty where there is none. */
async function readJson(request) {
	const chunks = [];
	let size = 0;
	for await (const chunk of request) {
		size += chunk.length;
		if (size > largestJson) throw refusals.tooLarge();
		chunks.push(chunk);
	}
	if (size === 0) return {};
	const body = JSON.parse(Buffer.concat(chunks).toString("utf8"));
	return typeof body === "object" && body !== null ? body : {};
}
/** The text that a body or a row holds; `otherwise` where it holds none. */
function textOf(value, otherwise = "") {
	return typeof value === "string" ? value : otherwise;
}
// core/demo/storage-api/files.ts
/**
* Files as the real server's file backend keeps them: a folder for each object, in it a file for each version. Names
* are hashed, since an object may have the name of another one's folder.
*/
var StorageFiles = class {
	#root;
	constructor(root) {
		this.#root = root;
	}
	#folder(bucket, name) {
		const hash = createHash("sha256").update(`${bucket}\n${name}`).digest("hex");
		return join(this.#root, hash.slice(0, 2), hash.slice(2));
	}
	async #path(bucket, name, version) {
		const folder = this.#folder(bucket, name);
		await mkdir(folder, { recursive: true });
		return join(folder, version);
	}
	/** Writes what arrives, up to `limit` bytes; what is larger is refused and leaves nothing behind. */
	async write(bucket, name, version, body, limit) {
		const path = await this.#path(bucket, name, version);
		const hash = createHash("md5");
		let size = 0;
		try {
			await pipeline(body, async function* (source) {
				for await (const chunk of source) {
					size += chunk.length;
					if (size > limit) throw refusals.tooLarge();
					hash.update(chunk);
					yield chunk;
				}
			}, createWriteStream(path));
		} catch (error) {
			await rm(path, { force: true });
			throw error;
		}
		return {
			size,
			eTag: `"${hash.digest("hex")}"`
		};
	}
	/** Writes a file that is in memory already. */
	async put(bucket, name, version, content) {
		await writeFile(await this.#path(bucket, name, version), content);
		return {
			size: content.length,
			eTag: `"${createHash("md5").update(content).digest("hex")}"`
		};
	}
	/** Takes over a file that was written elsewhere below the root. */
	async adopt(bucket, name, version, from) {
		const path = await this.#path(bucket, name, version);
		const hash = createHash("md5");
		for await (const chunk of createReadStream(from)) hash.update(chunk);
		await rename(from, path);
		return {
			size: (await stat(path)).size,
			eTag: `"${hash.digest("hex")}"`
		};
	}
	/** Where a version is, and its size. Throws the server's 500 where the row promises a file that is not there. */
	async find(bucket, name, version) {
		const path = join(this.#folder(bucket, name), version ?? "");
		try {
			const found = await stat(path);
			if (found.isFile()) return {
				path,
				size: found.size
			};
		} catch {}
		throw refusals.fileGone();
	}
	async move(from, to) {
		const { path } = await this.find(from.bucket, from.name, from.version);
		await rename(path, await this.#path(to.bucket, to.name, to.version));
	}
	/** Without a version the path is the object's folder, and with it goes every version: the trap of a NULL version. */
	async remove(bucket, name, version) {
		await rm(join(this.#folder(bucket, name), version ?? ""), {
			recursive: true,
			force: true
		});
	}
	temporary(id) {
		return join(this.#root, `upload-${id}`);
	}
};
// core/demo/storage-api/rows.ts
const bucketColumns = "id, name, public, file_size_limit::float8, allowed_mime_types, created_at, updated_at";
const insertBucketSql = `
  INSERT INTO storage.buckets (id, name, public, file_size_limit, allowed_mime_types) VALUES ($1, $2, $3, $4, $5)`;
const updateBucketSql = `
  UPDATE storage.buckets SET public = coalesce($2, public),
    file_size_limit = CASE WHEN $3 THEN $4 ELSE file_size_limit END,
    allowed_mime_types = CASE WHEN $5 THEN $6 ELSE allowed_mime_types END
  WHERE id = $1`;
const objectSql = `
  SELECT id, name, version, metadata, user_metadata, created_at, updated_at, last_accessed_at
  FROM storage.objects WHERE bucket_id = $1 AND name = $2`;
/** A row that is there keeps id, owner and creation; what it says about the file becomes the new file's. */
const upsertSql = `
  WITH old AS (SELECT version FROM storage.objects WHERE bucket_id = $1 AND name = $2)
  INSERT INTO storage.objects (bucket_id, name, metadata, user_metadata, version) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (bucket_id, name) DO UPDATE
  SET metadata = excluded.metadata, user_metadata = excluded.user_metadata, version = excluded.version
  RETURNING id, EXISTS (SELECT FROM old) AS replaced, (SELECT version FROM old) AS old_version`;
const insertSql = `
  INSERT INTO storage.objects (bucket_id, name, metadata, user_metadata, version) VALUES ($1, $2, $3, $4, $5)
  RETURNING id, false AS replaced, NULL::text AS old_version`;
/** One folder level: sub-folders by name alone, then its objects. [supabase/storage, storage.search] */
const listSql = `
  SELECT name, id, metadata, created_at, updated_at, last_accessed_at FROM (
    SELECT DISTINCT split_part(substr(name, length($2) + 1), '/', 1) AS name, NULL::uuid AS id, NULL::jsonb AS metadata,
      NULL::timestamptz AS created_at, NULL::timestamptz AS updated_at, NULL::timestamptz AS last_accessed_at, 0 AS rank
    FROM storage.objects
    WHERE bucket_id = $1 AND starts_with(name, $2) AND position('/' IN substr(name, length($2) + 1)) > 0
    UNION ALL
    SELECT substr(name, length($2) + 1), id, metadata, created_at, updated_at, last_accessed_at, 1
    FROM storage.objects
    WHERE bucket_id = $1 AND starts_with(name, $2) AND position('/' IN substr(name, length($2) + 1)) = 0
  ) AS level ORDER BY rank, name COLLATE "C" LIMIT $3 OFFSET $4`;
/** The Storage server's side of the schema `storage`: it may delete, which others may not. */
var StorageRows = class {
	#pool;
	constructor(url) {
		this.#pool = new esm_default.Pool({
			connectionString: url,
			max: 8,
			idleTimeoutMillis: 500,
			application_name: "storage api",
			options: "-c storage.allow_delete_query=true"
		});
		this.#pool.on("error", () => void 0);
	}
	async close() {
		await this.#pool.end();
	}
	async buckets() {
		return (await this.#pool.query(`SELECT ${bucketColumns} FROM storage.buckets ORDER BY id`)).rows;
	}
	async bucket(id) {
		const { rows } = await this.#pool.query(`SELECT ${bucketColumns} FROM storage.buckets WHERE id = $1`, [id]);
		if (!rows[0]) throw refusals.bucketMissing();
		return rows[0];
	}
	async createBucket(bucket) {
		const values = [
			bucket.id,
			bucket.name,
			bucket.public,
			bucket.file_size_limit,
			bucket.allowed_mime_types
		];
		await this.#unique(insertBucketSql, values);
	}
	async updateBucket(id, change) {
		const { rowCount } = await this.#pool.query(updateBucketSql, [
			id,
			change.public ?? null,
			change.fileSizeLimit !== void 0,
			change.fileSizeLimit ?? null,
			change.allowedMimeTypes !== void 0,
			change.allowedMimeTypes ?? null
		]);
		if (rowCount === 0) throw refusals.bucketMissing();
	}
	async deleteBucket(id) {
		await this.bucket(id);
		const { rows } = await this.#pool.query("SELECT FROM storage.objects WHERE bucket_id = $1 LIMIT 1", [id]);
		if (rows.length > 0) throw refusals.notEmpty();
		await this.#pool.query("DELETE FROM storage.buckets WHERE id = $1", [id]);
	}
	async object(bucket, name) {
		const { rows } = await this.#pool.query(objectSql, [bucket, name]);
		if (!rows[0]) throw refusals.objectMissing();
		return rows[0];
	}
	async hasObject(bucket, name) {
		return (await this.#pool.query(objectSql, [bucket, name])).rows.length > 0;
	}
	/** `replaced` where there was a row, with the version that it had. */
	async putObject(row) {
		const values = [
			row.bucket,
			row.name,
			row.metadata,
			row.userMetadata ?? null,
			row.version
		];
		const written = (await this.#unique(row.upsert ? upsertSql : insertSql, values))[0];
		return {
			id: written.id,
			replaced: written.replaced,
			oldVersion: written.old_version
		};
	}
	async moveObject(from, to, version) {
		await this.#unique("UPDATE storage.objects SET bucket_id = $3, name = $4, version = $5 WHERE bucket_id = $1 AND name = $2", [
			from.bucket,
			from.name,
			to.bucket,
			to.name,
			version
		]);
	}
	async deleteObjects(bucket, names) {
		const { rows } = await this.#pool.query("DELETE FROM storage.objects WHERE bucket_id = $1 AND name = ANY ($2) RETURNING *", [bucket, names]);
		return rows;
	}
	async emptyBucket(bucket) {
		await this.bucket(bucket);
		const { rows } = await this.#pool.query("DELETE FROM storage.objects WHERE bucket_id = $1 RETURNING *", [bucket]);
		return rows;
	}
	async list(bucket, prefix, limit, offset) {
		return (await this.#pool.query(listSql, [
			bucket,
			prefix,
			limit,
			offset
		])).rows;
	}
	async #unique(sql, values) {
		try {
			return (await this.#pool.query(sql, [...values])).rows;
		} catch (error) {
			if (error instanceof esm_default.DatabaseError && error.code === "23505") throw refusals.duplicate();
			if (error instanceof esm_default.DatabaseError && error.code === "23503") throw refusals.bucketMissing();
			throw error;
		}
	}
};
// core/demo/storage-api/tus.ts
/** The only chunk size that the server takes, but for a file's last one. [Supabase documentation, Resumable uploads] */
const tusChunkBytes = 6291456;
const protocolHeaders = {
	"tus-resumable": "1.0.0",
	"cache-control": "no-store"
};
/** The resumable uploads under way. They are in memory: the double lives as long as what it is there for. */
var TusUploads = class {
	#files;
	#uploads = /* @__PURE__ */ new Map();
	constructor(files) {
		this.#files = files;
	}
	/** `allow` throws the refusal where the file may not be uploaded. */
	async create(request, response, base, allow) {
		const metadata = parseMetadata(request.headers["upload-metadata"]);
		const length = Number(request.headers["upload-length"]);
		const bucket = metadata.get("bucketName");
		const name = metadata.get("objectName");
		if (!bucket || !name || !Number.isSafeInteger(length)) throw refusals.tus(400, "Metadata header is required");
		const id = randomUUID();
		const custom = metadata.get("metadata");
		const upload = {
			id,
			bucket,
			name,
			contentType: metadata.get("contentType") ?? "application/octet-stream",
			cacheControl: metadata.has("cacheControl") ? `max-age=${metadata.get("cacheControl")}` : "no-cache",
			userMetadata: custom === void 0 ? void 0 : JSON.parse(custom),
			upsert: request.headers["x-upsert"] === "true",
			length,
			file: this.#files.temporary(id),
			offset: 0,
			busy: false
		};
		await allow(upload);
		await (await open(upload.file, "w")).close();
		this.#uploads.set(id, upload);
		response.writeHead(201, {
			...protocolHeaders,
			location: `${base}/upload/resumable/${id}`
		});
		response.end();
	}
	head(id, response) {
		const upload = this.#find(id);
		if (upload.busy) throw refusals.tus(423, "The resource is locked");
		response.writeHead(200, {
			...protocolHeaders,
			"upload-offset": String(upload.offset),
			"upload-length": String(upload.length)
		});
		response.end();
	}
	/** Takes a chunk; `complete` makes the object of the whole file. What arrived before a cut stays. */
	async patch(id, request, response, complete) {
		const upload = this.#find(id);
		if (upload.busy) throw refusals.tus(423, "The resource is locked");
		if (Number(request.headers["upload-offset"]) !== upload.offset) throw refusals.tus(409, "Upload-Offset conflict");
		const announced = Number(request.headers["content-length"]);
		if (announced !== 6291456 && upload.offset + announced !== upload.length) throw refusals.tus(400, `chunk of ${announced} bytes: every chunk but the last has ${tusChunkBytes}`);
		upload.busy = true;
		try {
			const file = await open(upload.file, "r+");
			try {
				for await (const chunk of request) {
					await file.write(chunk, 0, chunk.length, upload.offset);
					upload.offset += chunk.length;
				}
			} finally {
				await file.close();
			}
			if (upload.offset === upload.length) {
				await complete(upload);
				this.#uploads.delete(id);
			}
		} finally {
			upload.busy = false;
		}
		response.writeHead(204, {
			...protocolHeaders,
			"upload-offset": String(upload.offset)
		});
		response.end();
	}
	async terminate(id, response) {
		const upload = this.#find(id);
		this.#uploads.delete(id);
		await rm(upload.file, { force: true });
		response.writeHead(204, protocolHeaders);
		response.end();
	}
	#find(id) {
		const upload = this.#uploads.get(id);
		if (!upload) throw refusals.noUpload();
		return upload;
	}
};
/** The resumable routes answer in HTTP's own codes, with the message as text. [src/http/routes/tus/lifecycle.ts] */
function refuseTus(response, refusal) {
	if (response.headersSent) {
		response.destroy();
		return;
	}
	response.writeHead(refusal.statusCode, {
		...protocolHeaders,
		"content-type": "text/plain"
	});
	response.end(refusal.message);
}
function parseMetadata(header) {
	const pairs = String(header ?? "").split(",");
	return new Map(pairs.map((pair) => {
		const [key = "", value = ""] = pair.trim().split(" ");
		return [key, Buffer.from(value, "base64").toString("utf8")];
	}));
}
// core/demo/storage-api.ts
const listLimit = 1500;
const prefix = "/storage/v1";
/** Starts a Storage API on a free port of this machine, with files in a folder of its own. */
async function startStorageApi(request) {
	const root = await mkdtemp(join(tmpdir(), "cutover-storage-"));
	const api = new StorageServer(root, request);
	const server = createServer((incoming, response) => void api.handle(incoming, response));
	await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${server.address().port}`;
	let stopping;
	return {
		url,
		serviceKey: api.serviceKey,
		uploads: api.uploads,
		fault: (fault) => api.faults.add(fault),
		slow: (delayMs) => api.faults.slow(delayMs),
		fill: (bucket, name, version, content) => api.files.put(bucket, name, version, content),
		forget: (bucket, name) => api.files.remove(bucket, name, null),
		rename: async (bucket, name, to) => {
			const version = (await api.rows.object(bucket, to)).version ?? "";
			await api.files.move({
				bucket,
				name,
				version
			}, {
				bucket,
				name: to,
				version
			});
		},
		stop: () => {
			stopping ??= (async () => {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(() => resolve()));
				await api.rows.close();
				await rm(root, {
					recursive: true,
					force: true
				});
			})();
			return stopping;
		}
	};
}
var StorageServer = class {
	serviceKey;
	uploads = [];
	faults = new Faults();
	files;
	rows;
	#tus;
	#limit;
	constructor(root, { databaseUrl, serviceKey, fileSizeLimit }) {
		this.serviceKey = serviceKey ?? `sb_secret_${randomUUID().replaceAll("-", "")}`;
		this.files = new StorageFiles(root);
		this.rows = new StorageRows(databaseUrl);
		this.#tus = new TusUploads(this.files);
		this.#limit = fileSizeLimit ?? 52428800;
	}
	async handle(request, response) {
		const path = (request.url ?? "").split("?")[0] ?? "";
		request.on("error", () => void 0);
		response.on("error", () => void 0);
		try {
			if (await this.faults.strike(request, response)) return;
			if (!path.startsWith(`${prefix}/`)) throw refusals.route(path);
			this.#authorize(request);
			const parts = path.slice(12).split("/");
			await this.#route({
				request,
				response,
				method: request.method ?? "GET",
				parts
			});
		} catch (error) {
			if (request.destroyed && !request.complete) return;
			request.resume();
			const refusal = error instanceof StorageRefusal ? error : new StorageRefusal(500, "Internal", String(error));
			if (path.startsWith(`${prefix}/upload/resumable`)) refuseTus(response, refusal);
			else refuse(response, refusal);
		}
	}
	#authorize(request) {
		if (/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] !== this.serviceKey) throw refusals.key();
	}
	async #route(call) {
		const { method, parts } = call;
		const [kind, first = "", second = ""] = parts;
		if (kind === "bucket") return await this.#bucket(call, decodeURIComponent(first), second);
		if (kind === "upload" && first === "resumable") return await this.#resumable(call, second);
		if (kind !== "object") throw refusals.route(parts.join("/"));
		if (method === "POST" && first === "list") return await this.#list(call, decodeURIComponent(second));
		if (method === "POST" && first === "move") return await this.#move(call);
		if (method === "DELETE" && parts.length === 2) return await this.#remove(call, decodeURIComponent(first));
		if (method === "GET" && first === "info") return await this.#info(call, objectOf(parts.slice(2)));
		const object = objectOf(parts.slice(first === "authenticated" ? 2 : 1));
		if (method === "GET" || method === "HEAD") return await this.#download(call, object);
		if (method === "POST" || method === "PUT") return await this.#upload(call, object);
		throw refusals.route(parts.join("/"));
	}
	async #bucket({ request, response, method }, id, verb) {
		if (method === "GET" && id === "") return sendJson(response, 200, await this.rows.buckets());
		if (method === "GET") return sendJson(response, 200, await this.rows.bucket(id));
		if (method === "DELETE") {
			await this.rows.deleteBucket(id);
			return sendJson(response, 200, { message: "Successfully deleted" });
		}
		if (method === "POST" && verb === "empty") {
			for (const row of await this.rows.emptyBucket(id)) await this.files.remove(id, row.name, row.version);
			return sendJson(response, 200, { message: "Successfully emptied" });
		}
		const body = await readJson(request);
		const fileSizeLimit = this.#sizeLimitOf(body["file_size_limit"]);
		const allowedMimeTypes = body["allowed_mime_types"];
		if (method === "PUT") {
			const isPublic = typeof body["public"] === "boolean" ? body["public"] : void 0;
			await this.rows.updateBucket(id, {
				public: isPublic,
				fileSizeLimit,
				allowedMimeTypes
			});
			return sendJson(response, 200, { message: "Successfully updated" });
		}
		const name = textOf(body["name"]);
		if (!bucketNamePattern.test(name) || name.trim() !== name) throw refusals.bucketName();
		await this.rows.createBucket({
			id: textOf(body["id"], name),
			name,
			public: body["public"] === true,
			file_size_limit: fileSizeLimit ?? null,
			allowed_mime_types: allowedMimeTypes ?? null
		});
		sendJson(response, 200, { name });
	}
	#sizeLimitOf(value) {
		if (value === void 0 || value === null) return value;
		if (Number(value) > this.#limit) throw refusals.tooLarge();
		return Number(value);
	}
	async #list({ request, response }, bucket) {
		const { prefix: folder = "", limit = 100, offset = 0 } = await readJson(request);
		const level = folder === "" || String(folder).endsWith("/") ? String(folder) : `${String(folder)}/`;
		sendJson(response, 200, await this.rows.list(bucket, level, Math.min(Number(limit), listLimit), Number(offset)));
	}
	async #remove({ request, response }, bucket) {
		const { prefixes } = await readJson(request);
		const names = Array.isArray(prefixes) ? prefixes.map(String) : [];
		const gone = await this.rows.deleteObjects(bucket, names);
		for (const row of gone) await this.files.remove(bucket, row.name, row.version);
		sendJson(response, 200, gone);
	}
	async #move({ request, response }) {
		const body = await readJson(request);
		const from = {
			bucket: textOf(body["bucketId"]),
			name: textOf(body["sourceKey"])
		};
		const to = {
			bucket: textOf(body["destinationBucket"], from.bucket),
			name: textOf(body["destinationKey"])
		};
		mustBeValid(to.name);
		const { version } = await this.rows.object(from.bucket, from.name);
		const newVersion = randomUUID();
		await this.files.find(from.bucket, from.name, version);
		await this.rows.moveObject(from, to, newVersion);
		await this.files.move({
			...from,
			version
		}, {
			...to,
			version: newVersion
		});
		sendJson(response, 200, { message: "Successfully moved" });
	}
	async #info({ response }, { bucket, name }) {
		const row = await this.rows.object(bucket, name);
		sendJson(response, 200, {
			id: row.id,
			name: row.name,
			version: row.version,
			bucket_id: bucket,
			size: row.metadata?.["size"] ?? null,
			content_type: row.metadata?.["mimetype"] ?? null,
			cache_control: row.metadata?.["cacheControl"] ?? null,
			etag: row.metadata?.["eTag"] ?? null,
			metadata: row.user_metadata,
			last_modified: row.updated_at,
			created_at: row.created_at
		});
	}
	async #download({ response, method }, { bucket, name }) {
		const row = await this.rows.object(bucket, name);
		const { path, size } = await this.files.find(bucket, name, row.version);
		response.writeHead(200, {
			"content-type": textOf(row.metadata?.["mimetype"], "application/octet-stream"),
			"cache-control": textOf(row.metadata?.["cacheControl"], "no-cache"),
			"content-length": size,
			etag: textOf(row.metadata?.["eTag"]),
			"last-modified": row.updated_at.toUTCString()
		});
		if (method === "HEAD") response.end();
		else await pipeline(createReadStream(path), response).catch(() => response.destroy());
	}
	async #upload({ request, response, method }, { bucket, name }) {
		const upsert = method === "PUT" || request.headers["x-upsert"] === "true";
		const length = Number(request.headers["content-length"] ?? 0);
		const type = request.headers["content-type"] ?? "application/octet-stream";
		const custom = request.headers["x-metadata"];
		const found = await this.#allow({
			bucket,
			name,
			contentType: type,
			length,
			upsert
		});
		const limit = Math.min(this.#limit, found.file_size_limit ?? this.#limit);
		const version = randomUUID();
		const file = type.startsWith("multipart/form-data") ? await formFile(request, type) : void 0;
		const written = file ? await this.files.put(bucket, name, version, file.content) : await this.files.write(bucket, name, version, request, limit);
		const id = await this.#complete({
			bucket,
			name,
			version,
			upsert,
			written,
			contentType: file?.type ?? type,
			cacheControl: file ? file.cacheControl : request.headers["cache-control"] ?? "no-cache",
			userMetadata: typeof custom === "string" ? JSON.parse(Buffer.from(custom, "base64").toString("utf8")) : void 0
		});
		sendJson(response, 200, {
			Key: `${bucket}/${name}`,
			Id: id
		});
	}
	async #resumable({ request, response, method }, id) {
		if (method === "POST" && id === "") {
			const base = `http://${request.headers.host ?? ""}${prefix}`;
			return await this.#tus.create(request, response, base, async (upload) => void await this.#allow(upload));
		}
		if (method === "HEAD") return this.#tus.head(id, response);
		if (method === "DELETE") return await this.#tus.terminate(id, response);
		if (method !== "PATCH") throw refusals.route("upload/resumable");
		await this.#tus.patch(id, request, response, async (upload) => {
			const version = randomUUID();
			const written = await this.files.adopt(upload.bucket, upload.name, version, upload.file);
			await this.#complete({
				...upload,
				version,
				written
			});
		});
	}
	/** The bucket, where its rules and the server's take such an object; the refusal is thrown. */
	async #allow(object) {
		mustBeValid(object.name);
		const bucket = await this.rows.bucket(object.bucket);
		const allowed = bucket.allowed_mime_types ?? [];
		if (!object.contentType.startsWith("multipart/form-data") && allowed.length > 0 && !allowed.some((rule) => matches(rule, object.contentType))) throw refusals.mimeType(object.contentType);
		if (object.length > Math.min(this.#limit, bucket.file_size_limit ?? this.#limit)) throw refusals.tooLarge();
		if (!object.upsert && await this.rows.hasObject(object.bucket, object.name)) throw refusals.duplicate();
		return bucket;
	}
	async #complete(object) {
		const { bucket, name, version, written } = object;
		const { id, replaced, oldVersion } = await this.rows.putObject({
			bucket,
			name,
			version,
			upsert: object.upsert,
			userMetadata: object.userMetadata,
			metadata: {
				eTag: written.eTag,
				size: written.size,
				mimetype: object.contentType,
				cacheControl: object.cacheControl,
				lastModified: (/* @__PURE__ */ new Date()).toISOString(),
				contentLength: written.size,
				httpStatusCode: 200
			}
		});
		if (replaced) await this.files.remove(bucket, name, oldVersion);
		this.uploads.push({
			bucket,
			name,
			bytes: written.size
		});
		return id;
	}
};
function objectOf([bucket = "", ...rest]) {
	return {
		bucket: decodeURIComponent(bucket),
		name: decodeURIComponent(rest.join("/"))
	};
}
/** What the server takes of a bucket's name. [supabase/storage, src/storage/limits.ts] */
const bucketNamePattern = /^(\w|!|-|\.|\*|'|\(|\)| |&|\$|@|=|;|:|\+|,|\?){1,63}$/;
/** Names are ASCII, and without control characters; run against the real server of August 2026. */
function mustBeValid(name) {
	if (!/^[\x20-\x7e]+$/.test(name)) throw refusals.invalidKey(name);
}
function matches(rule, type) {
	const [bare = ""] = type.split(";");
	return rule === "*/*" || rule === bare || rule.endsWith("/*") && bare.startsWith(rule.slice(0, -1));
}
/** The file of a form, as a client sends it that was given a Blob. */
async function formFile(request, contentType) {
	const chunks = [];
	for await (const chunk of request) chunks.push(chunk);
	const form = await new Response(Buffer.concat(chunks), { headers: { "content-type": contentType } }).formData();
	const file = [...form.values()].find((value) => value instanceof File);
	if (!(file instanceof File)) throw new StorageRefusal(400, "no_file_provided", "No file provided");
	const age = form.get("cacheControl");
	return {
		content: new Uint8Array(await file.arrayBuffer()),
		type: file.type,
		cacheControl: typeof age === "string" ? `max-age=${age}` : "no-cache"
	};
}
export { startStorageApi };

//# sourceMappingURL=storage-api-Bd161WU5.js.map