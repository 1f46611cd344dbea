import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ClusterRequest, makeCluster } from '../../core/demo/cluster.ts';

/**
 * Makes a cluster as initdb does, at a third of its cost: the first of a kind in a run of the tests is made by initdb
 * and kept in `folder`, and the others are copies with a system identifier of their own.
 */
export async function copyCluster(request: ClusterRequest, folder: string, kind: string): Promise<void> {
  const { data } = request;
  const kept = join(folder, kind);
  if (existsSync(kept)) {
    await copy(kept, data);
    await identifyAnew(data);
    return;
  }
  await makeCluster(request);
  const unfinished = await mkdtemp(join(folder, 'unfinished-'));
  try {
    await copy(data, join(unfinished, 'data'));
    await rename(join(unfinished, 'data'), kept).catch((error: NodeJS.ErrnoException) => {
      // Another worker was first.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** With modes, times, and as root with owners: another account's cluster stays its own. */
async function copy(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-Rp', from, to]);
}

/**
 * Two servers with one identifier would be one and its copy, and cutover asks for it. It is the first field of
 * pg_control, whose checksum is CRC-32C of all before it, and it stands in the head of each WAL file.
 * [PostgreSQL's pg_control.h and xlog_internal.h]
 */
async function identifyAnew(data: string): Promise<void> {
  const controlFile = join(data, 'global', 'pg_control');
  const control = await readFile(controlFile);
  const before = control.readBigUInt64LE(0);
  const checksumAt = control.findIndex(
    (_, at) => at > 8 && at % 4 === 0 && at < 1024 && control.readUInt32LE(at) === crc32c(control.subarray(0, at)),
  );
  if (checksumAt < 0) throw new Error('pg_control has no checksum where one was looked for');
  const identifier = randomBytes(8).readBigUInt64LE() >> 1n;
  control.writeBigUInt64LE(identifier, 0);
  control.writeUInt32LE(crc32c(control.subarray(0, checksumAt)), checksumAt);
  await overwrite(controlFile, control, 0);
  const identifierAt = 24;
  for (const name of await readdir(join(data, 'pg_wal'))) {
    if (!/^[0-9A-F]{24}$/.test(name)) continue;
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(identifier);
    await overwrite(join(data, 'pg_wal', name), bytes, identifierAt, before);
  }
}

/** Over what is there: the file keeps its owner. `expected` is the number that must stand there. */
async function overwrite(file: string, bytes: Buffer, at: number, expected?: bigint): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    if (expected !== undefined) {
      const found = Buffer.alloc(8);
      await handle.read(found, 0, 8, at);
      if (found.readBigUInt64LE() !== expected) throw new Error(`${file} has another identifier than pg_control`);
    }
    await handle.write(bytes, 0, bytes.length, at);
  } finally {
    await handle.close();
  }
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

/** Castagnoli's polynomial, which PostgreSQL has; zlib has another. */
function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (crcTable[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}
