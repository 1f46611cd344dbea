import { t as esm_default } from "./esm-BDbrdyGR.js";
import { createHash } from "node:crypto";
// core/demo/storage-files.ts
/** Files of the sample that are made; the rows of the others go, since a row without its file is no file. */
const files = 300;
/** One file is large enough to go in chunks, in bytes. */
const largeBytes = 8388608;
/** Triggers would refuse the deletion and date every row anew. Names outside of ASCII are none that a server takes. */
const fewerSql = `
  SET session_replication_role = replica;
  DELETE FROM storage.objects WHERE id NOT IN (SELECT id FROM storage.objects ORDER BY id LIMIT ${files});
  UPDATE storage.objects SET name = replace(replace(name, 'ö', 'oe'), 'ß', 'ss') WHERE name ~ '[^ -~]'`;
const rowsSql = "SELECT bucket_id, name, version FROM storage.objects ORDER BY bucket_id, name";
const sizesSql = `
  UPDATE storage.objects o SET metadata = o.metadata
    || pg_catalog.jsonb_build_object('size', v.size, 'contentLength', v.size, 'eTag', v.etag)
  FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[]) AS v (bucket, name, size, etag)
  WHERE o.bucket_id = v.bucket AND o.name = v.name`;
/**
* Makes the files of the sample real: some hundred small ones and a large one, with the same contents each time, and
* rows that say so. `url` is of the source's superuser.
*/
async function createSampleFiles(url, api) {
	const client = new esm_default.Client({
		connectionString: url,
		application_name: "cutover sample"
	});
	await client.connect();
	try {
		await client.query(fewerSql);
		const { rows } = await client.query(rowsSql);
		const large = rows.findIndex((row) => row.bucket_id === "exports");
		const sizes = [];
		const tags = [];
		for (const [index, { bucket_id: bucket, name, version }] of rows.entries()) {
			const digest = createHash("sha512").update(`${bucket}/${name}`).digest();
			const size = index === large ? largeBytes : 200 + digest.readUInt16BE(0) % 2e4;
			const written = await api.fill(bucket, name, version, Buffer.alloc(size, digest));
			sizes.push(written.size);
			tags.push(written.eTag);
		}
		await client.query(sizesSql, [
			rows.map((row) => row.bucket_id),
			rows.map((row) => row.name),
			sizes,
			tags
		]);
	} finally {
		await client.end();
	}
}
export { createSampleFiles };

//# sourceMappingURL=storage-files-CNLQg6S-.js.map