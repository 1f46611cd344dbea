export { t as startServer } from "./servers-Dpu05WJZ.js";
