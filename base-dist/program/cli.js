#!/usr/bin/env node
// src/cli.ts
process.env["NODE_ENV"] ??= "production";
if (process.argv.includes("--no-color") || (process.env["NO_COLOR"] ?? "") !== "") process.env["FORCE_COLOR"] = "0";
const { main } = await import("./main-ChBgZrIh.js");
process.exit(await main(process.argv.slice(2), process));
export {};

//# sourceMappingURL=cli.js.map