export { t as createPlatform, n as createSample, r as sampleOwner, i as sampleSuperuser } from "./sample-qz4qutpj.js";
