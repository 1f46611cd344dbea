export { t as authMigrationsSql, n as authRowsSql, r as sampleLogin } from "./auth-rows-CwWkZiBu.js";
