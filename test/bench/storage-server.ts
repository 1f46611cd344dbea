import { startStorageApi } from '../../core/demo/storage-api.ts';

/*
 * A Storage API in a process of its own, on the database of the first argument: a benchmark must not pay for the server.
 * Prints its URL and key, and ends with its standard input.
 */
const api = await startStorageApi({ databaseUrl: process.argv[2] ?? '', fileSizeLimit: 5 * 1024 ** 3 });
process.stdout.write(`${JSON.stringify({ url: api.url, serviceKey: api.serviceKey })}\n`);
process.stdin.resume().once('end', () => void api.stop().then(() => process.exit(0)));
