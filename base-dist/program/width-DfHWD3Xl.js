import { $ as prettyMilliseconds, Q as isFailure, et as prettyBytes } from "./core-X8dTBfYn.js";
import { stripVTControlCharacters } from "node:util";
// screens/text/sizes.ts
/** Bytes in the operator's words: `1.23 GB`. Powers of 1000, as disks are sold. */
function sizeText(bytes) {
	return bytes < 1e3 ? `${Math.round(bytes)} B` : prettyBytes(bytes, { maximumFractionDigits: 1 });
}
/** A number of rows with its thousands apart: `1,234,567`. */
function countText(count) {
	return Math.round(count).toLocaleString("en-US");
}
/** A rate in bytes a second; a dash where nothing moves. */
function rateText(bytesPerSecond) {
	return bytesPerSecond >= 1 ? `${sizeText(Math.round(bytesPerSecond))}/s` : "–";
}
/** A share of 0 to 1 as whole per cent. Never 100% before all of it is done, never 0% of something. */
function percentText(share) {
	if (!(share > 0)) return "0%";
	if (share >= 1) return "100%";
	return `${Math.min(99, Math.max(1, Math.round(share * 100)))}%`;
}
/** Understands `500 MB`, `2gb`, `1.5 GiB`, `1000`; undefined for anything else. */
function parseSize(text) {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(i?)b?\s*$/i.exec(text);
	if (match === null) return void 0;
	const [, digits = "", unit = "", binary = ""] = match;
	const power = [
		"",
		"k",
		"m",
		"g",
		"t"
	].indexOf(unit.toLowerCase());
	const size = Number(digits) * (binary === "" ? 1e3 : 1024) ** power;
	return size > 0 ? Math.round(size) : void 0;
}
/** `1 table`, `2 tables`. */
function plural(count, word) {
	return `${countText(count)} ${word}${count === 1 ? "" : "s"}`;
}
// screens/text/durations.ts
/** Seconds in the operator's words: `0.4 s`, `3 m 20 s`, `2 h 5 m`. */
function durationText(seconds) {
	if (seconds < 10) return `${seconds.toFixed(1)} s`;
	return prettyMilliseconds(Math.round(seconds) * 1e3, {
		unitCount: 2,
		secondsDecimalDigits: 0
	}).replaceAll(/(\d)([a-z])/g, "$1 $2");
}
/** Whole seconds as on a clock: `1:04:09`. */
function clockText(seconds) {
	const whole = Math.max(0, Math.floor(seconds));
	return [
		Math.floor(whole / 3600),
		Math.floor(whole / 60) % 60,
		whole % 60
	].map((part, index) => index === 0 ? String(part) : String(part).padStart(2, "0")).join(":");
}
/** How long ago an ISO time was, seen from `now` in ms: `4 m ago`, `just now`. */
function agoText(iso, now) {
	const seconds = (now - Date.parse(iso)) / 1e3;
	if (!(seconds >= 1)) return "just now";
	return `${prettyMilliseconds(Math.round(seconds) * 1e3, { compact: true }).replaceAll(/(\d)([a-z])/g, "$1 $2")} ago`;
}
/** The hour and minute of a moment in local time: `03:57`. */
function hourText(moment) {
	const date = new Date(moment);
	return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
/** Hour, minute and second of an ISO time in local time, as a log line begins. */
function logTime(iso) {
	return `${hourText(Date.parse(iso))}:${String(new Date(iso).getSeconds()).padStart(2, "0")}`;
}
// src/exit-code.ts
/** The exit codes of the contract; 130 and 143 belong to signals, see shutdown.ts. */
const exitCodes = {
	done: 0,
	failure: 1,
	usage: 2,
	noGo: 3,
	differences: 4,
	rolledBack: 5,
	stopped: 6
};
/** Errors that a changed command line or configuration mends. */
const usageErrors = /* @__PURE__ */ new Set([
	"config.invalid",
	"go.missing",
	"confirm.mismatch",
	"hold.running"
]);
/** The exit code of a command that resolved. `state` is the engine's, for what the verification found. */
function exitCodeOf(command, result, state) {
	const code = result.error?.code ?? "";
	if (result.outcome === "verified") return exitCodes.done;
	if (usageErrors.has(code)) return exitCodes.usage;
	if (result.outcome === "no-go") return exitCodes.noGo;
	if (result.outcome === "rolled-back") return exitCodes.rolledBack;
	if (result.outcome === "paused") return exitCodes.stopped;
	if (result.differs === true || code === "verify.failed" || command === "verify" && hasDifferences(state)) return exitCodes.differences;
	return exitCodes.failure;
}
/** The exit code of an error that ended the program. */
function exitCodeOfError(error) {
	if (usageErrors.has(error.code)) return exitCodes.usage;
	if (error.code === "no-go" || error.code === "migrations.refused") return exitCodes.noGo;
	if (error.code === "verify.failed") return exitCodes.differences;
	if (error.code === "stopped" || error.code === "migrations.interrupted") return exitCodes.stopped;
	return exitCodes.failure;
}
function hasDifferences({ verification }) {
	return verification.tables.some((table) => table.verdict === "differ") || verification.items.some((item) => isFailure(item.verdict));
}
// screens/views/rollback.ts
/** How much there is to do, and how long it takes about. */
function rollbackSize({ steps, seconds }) {
	return `${plural(steps, "step")} to take back, some ${durationText(Math.max(1, Math.ceil(seconds)))}`;
}
/** The plan of a rollback, a sentence a line: what goes, what comes back, what must be switched back by hand. */
function rollbackLines(plan) {
	return [
		...plan.goes.length === 0 ? ["goes: nothing"] : plan.goes.map((line) => `goes: ${lineText(line)}`),
		...writtenLines(plan),
		...plan.comesBack.length === 0 ? ["comes back: nothing was set aside"] : plan.comesBack.map((line) => `comes back: ${lineText(line)}`),
		"source: nothing to undo there: it was only ever read",
		plan.compared ? "then: the target is compared with what was recorded of it before the run" : "then: nothing is compared, since nothing was recorded of the target before the run",
		...plan.reminders.map((text) => `by hand: ${text}`)
	];
}
/** `schema public: 45 tables, 12.3 MB` */
function lineText({ what, name, objects, bytes }) {
	const head = `${what} ${name}`;
	if (what === "schema" || what === "rows") return `${head}: ${plural(objects, "table")}${bytes > 0 ? `, ${sizeText(bytes)}` : ""}`;
	if (what === "files" || what === "users") return `${countText(objects)} ${what} ${name}`;
	if (what === "steps") return objects > 1 ? `${countText(objects)} objects: ${name}` : name;
	return what === "state" || what === "dependent" ? name : head;
}
/** What would be lost by going back now. */
function writtenLines({ written }) {
	const { known, tables, inserted, updated, deleted } = written;
	if (!known) return ["goes: whatever was written since the cutover; cutover reconcile tells what, and exports it"];
	if (tables === 0) return [];
	const rows = [
		`${countText(inserted)} inserted`,
		`${countText(updated)} updated`,
		`${countText(deleted)} deleted`
	].join(", ");
	return [`goes: what was written since the cutover, by the server's counters: rows of ${plural(tables, "table")}: ${rows}`, "goes: to keep it, cutover reconcile exports it first"];
}
/** True once everything was taken back, whether the target is then what it was or not. */
function isTakenBack(state, result) {
	if (result?.outcome === "rolled-back") return true;
	return result?.differs === true && state.phases.some(({ phase, state: done }) => phase === "rollback" && done === "done");
}
// screens/text/estimates.ts
/** Where the figures come from: a sample of just now, or a rehearsal. */
function basisText({ rates, jobs }) {
	const volume = `${countText(rates.rows)} rows, ${sizeText(rates.bytes)}`;
	return rates.from === "rehearsal" ? `from rehearsal ${rates.runId} of ${rates.at.slice(0, 10)} (${volume} in ${durationText(rates.seconds)}, ${plural(jobs, "job")})` : `from a timed sample of just now (${volume}, ${durationText(rates.seconds)}, ${plural(jobs, "job")})`;
}
/** How far the last estimate was off; undefined where none was followed by a whole run. */
function accuracyText({ lastTime }) {
	if (!lastTime || lastTime.actual <= 0) return void 0;
	const off = lastTime.estimated / lastTime.actual - 1;
	return `the last estimate was ${`${Math.abs(off * 100).toFixed(0)}% too ${off > 0 ? "long" : "short"}`}: ${durationText(lastTime.estimated)} for ${durationText(lastTime.actual)}, run ${lastTime.runId}`;
}
/** What would fit the window; empty where the whole does. */
function insteadLines({ instead }) {
	if (!instead) return [];
	const { skipLarge, jobs, missingSeconds } = instead;
	const fitting = (fits) => fits ? "fits" : "does not fit either";
	return [
		...skipLarge ? [`--skip-large ${typedSize(skipLarge.bytes)} takes ${durationText(skipLarge.seconds)} and ${fitting(skipLarge.fits)}; copied later: ${skipLarge.tables.join(", ")}`] : [],
		...jobs ? [`--jobs ${jobs.jobs} takes ${durationText(jobs.seconds)} and ${fitting(jobs.fits)}`] : [],
		`or a window that is ${durationText(missingSeconds)} longer, or begins so much earlier`
	];
}
/** A size in the form that --skip-large takes, to the byte. */
function typedSize(bytes) {
	const units = [
		"B",
		"kB",
		"MB",
		"GB",
		"TB"
	];
	let [value, unit] = [bytes, 0];
	while (value >= 1e3 && value % 1e3 === 0 && unit < units.length - 1) [value, unit] = [value / 1e3, unit + 1];
	return `${value}${units[unit]}`;
}
/** When a run must have begun, and until when a rollback fits, counted from the window's begin; '' without a window. */
function startText(estimate) {
	const { latestStartSeconds: latest, noReturnSeconds: noReturn, fits } = estimate;
	if (latest === void 0 || noReturn === void 0 || !fits) return "";
	return ` · start by +${durationText(Math.max(0, latest))}, way back until +${durationText(Math.max(0, noReturn))}`;
}
// node_modules/ansi-styles/index.js
const ANSI_BACKGROUND_OFFSET = 10;
const ANSI_UNDERLINE_OFFSET = 20;
const wrapAnsi16 = (offset = 0) => (code) => `\u{1B}[${code + offset}m`;
const wrapAnsi256 = (offset = 0) => (code) => `\u{1B}[${38 + offset};5;${code}m`;
const wrapAnsi16m = (offset = 0) => (red, green, blue) => `\u{1B}[${38 + offset};2;${red};${green};${blue}m`;
const wrapUnderlineAnsi = (code) => `\u{1B}[58;5;${code < 90 ? code - 30 : code - 90 + 8}m`;
const blackBright = [90, 39];
const bgBlackBright = [100, 49];
const styles = {
	modifier: {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		underlineDouble: ["4:2", 24],
		underlineCurly: ["4:3", 24],
		underlineDotted: ["4:4", 24],
		underlineDashed: ["4:5", 24],
		overline: [53, 55],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29]
	},
	color: {
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		blackBright,
		gray: blackBright,
		grey: blackBright,
		redBright: [91, 39],
		greenBright: [92, 39],
		yellowBright: [93, 39],
		blueBright: [94, 39],
		magentaBright: [95, 39],
		cyanBright: [96, 39],
		whiteBright: [97, 39]
	},
	bgColor: {
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgBlackBright,
		bgGray: bgBlackBright,
		bgGrey: bgBlackBright,
		bgRedBright: [101, 49],
		bgGreenBright: [102, 49],
		bgYellowBright: [103, 49],
		bgBlueBright: [104, 49],
		bgMagentaBright: [105, 49],
		bgCyanBright: [106, 49],
		bgWhiteBright: [107, 49]
	},
	underlineColor: {
		underlineBlack: ["58;5;0", 59],
		underlineRed: ["58;5;1", 59],
		underlineGreen: ["58;5;2", 59],
		underlineYellow: ["58;5;3", 59],
		underlineBlue: ["58;5;4", 59],
		underlineMagenta: ["58;5;5", 59],
		underlineCyan: ["58;5;6", 59],
		underlineWhite: ["58;5;7", 59],
		underlineBlackBright: ["58;5;8", 59],
		underlineGray: ["58;5;8", 59],
		underlineGrey: ["58;5;8", 59],
		underlineRedBright: ["58;5;9", 59],
		underlineGreenBright: ["58;5;10", 59],
		underlineYellowBright: ["58;5;11", 59],
		underlineBlueBright: ["58;5;12", 59],
		underlineMagentaBright: ["58;5;13", 59],
		underlineCyanBright: ["58;5;14", 59],
		underlineWhiteBright: ["58;5;15", 59]
	}
};
Object.keys(styles.modifier);
const foregroundColorNames = Object.keys(styles.color);
const backgroundColorNames = Object.keys(styles.bgColor);
Object.keys(styles.underlineColor);
[...foregroundColorNames, ...backgroundColorNames];
function assembleStyles() {
	const codes = /* @__PURE__ */ new Map();
	for (const [groupName, group] of Object.entries(styles)) {
		for (const [styleName, style] of Object.entries(group)) {
			styles[styleName] = {
				open: `\u{1B}[${style[0]}m`,
				close: `\u{1B}[${style[1]}m`
			};
			group[styleName] = styles[styleName];
			codes.set(Number(String(style[0]).split(/[:;]/v, 1)[0]), style[1]);
		}
		Object.defineProperty(styles, groupName, {
			value: group,
			enumerable: false
		});
	}
	Object.defineProperty(styles, "codes", {
		value: codes,
		enumerable: false
	});
	styles.color.close = "\x1B[39m";
	styles.bgColor.close = "\x1B[49m";
	styles.underlineColor.close = "\x1B[59m";
	styles.color.ansi = wrapAnsi16();
	styles.color.ansi256 = wrapAnsi256();
	styles.color.ansi16m = wrapAnsi16m();
	styles.bgColor.ansi = wrapAnsi16(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi256 = wrapAnsi256(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi16m = wrapAnsi16m(ANSI_BACKGROUND_OFFSET);
	styles.underlineColor.ansi = wrapUnderlineAnsi;
	styles.underlineColor.ansi256 = wrapAnsi256(ANSI_UNDERLINE_OFFSET);
	styles.underlineColor.ansi16m = wrapAnsi16m(ANSI_UNDERLINE_OFFSET);
	Object.defineProperties(styles, {
		rgbToAnsi256: {
			value(red, green, blue) {
				if (red === green && green === blue) {
					if (red < 8) return 16;
					if (red > 248) return 231;
					return Math.round((red - 8) / 247 * 24) + 232;
				}
				return 16 + 36 * Math.round(red / 255 * 5) + 6 * Math.round(green / 255 * 5) + Math.round(blue / 255 * 5);
			},
			enumerable: false
		},
		hexToRgb: {
			value(hex) {
				const matches = /[\da-f]{6}|[\da-f]{3}/iv.exec(hex.toString(16));
				if (!matches) return [
					0,
					0,
					0
				];
				let [colorString] = matches;
				if (colorString.length === 3) colorString = [...colorString].map((character) => character + character).join("");
				const integer = Number.parseInt(colorString, 16);
				return [
					integer >> 16 & 255,
					integer >> 8 & 255,
					integer & 255
				];
			},
			enumerable: false
		},
		hexToAnsi256: {
			value: (hex) => styles.rgbToAnsi256(...styles.hexToRgb(hex)),
			enumerable: false
		},
		ansi256ToAnsi: {
			value(code) {
				if (code < 8) return 30 + code;
				if (code < 16) return 90 + (code - 8);
				let red;
				let green;
				let blue;
				if (code >= 232) {
					red = ((code - 232) * 10 + 8) / 255;
					green = red;
					blue = red;
				} else {
					code -= 16;
					const remainder = code % 36;
					red = Math.floor(code / 36) / 5;
					green = Math.floor(remainder / 6) / 5;
					blue = remainder % 6 / 5;
				}
				const value = Math.max(red, green, blue) * 2;
				if (value === 0) return 30;
				let result = 30 + (Math.round(blue) << 2 | Math.round(green) << 1 | Math.round(red));
				if (value === 2) result += 60;
				return result;
			},
			enumerable: false
		},
		rgbToAnsi: {
			value: (red, green, blue) => styles.ansi256ToAnsi(styles.rgbToAnsi256(red, green, blue)),
			enumerable: false
		},
		hexToAnsi: {
			value: (hex) => styles.ansi256ToAnsi(styles.hexToAnsi256(hex)),
			enumerable: false
		}
	});
	return styles;
}
const ansiStyles = assembleStyles();
// node_modules/ansi-regex/index.js
const ST = String.raw`(?:\u001B\u005C|\u009C)`;
const stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
const osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
const controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
const pattern = `${String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`}|${osc}|${controlString}|${String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`}|${String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`}`;
function ansiRegex({ onlyFirst = false } = {}) {
	return new RegExp(pattern, onlyFirst ? void 0 : "g");
}
// node_modules/strip-ansi/index.js
const regex = ansiRegex();
function stripAnsi(string) {
	if (typeof string !== "string") throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
	if (!string.includes("\x1B") && !string.includes("")) return string;
	return string.replace(regex, "");
}
const ambiguousRanges = [
	161,
	161,
	164,
	164,
	167,
	168,
	170,
	170,
	173,
	174,
	176,
	180,
	182,
	186,
	188,
	191,
	198,
	198,
	208,
	208,
	215,
	216,
	222,
	225,
	230,
	230,
	232,
	234,
	236,
	237,
	240,
	240,
	242,
	243,
	247,
	250,
	252,
	252,
	254,
	254,
	257,
	257,
	273,
	273,
	275,
	275,
	283,
	283,
	294,
	295,
	299,
	299,
	305,
	307,
	312,
	312,
	319,
	322,
	324,
	324,
	328,
	331,
	333,
	333,
	338,
	339,
	358,
	359,
	363,
	363,
	462,
	462,
	464,
	464,
	466,
	466,
	468,
	468,
	470,
	470,
	472,
	472,
	474,
	474,
	476,
	476,
	593,
	593,
	609,
	609,
	708,
	708,
	711,
	711,
	713,
	715,
	717,
	717,
	720,
	720,
	728,
	731,
	733,
	733,
	735,
	735,
	768,
	879,
	913,
	929,
	931,
	937,
	945,
	961,
	963,
	969,
	1025,
	1025,
	1040,
	1103,
	1105,
	1105,
	8208,
	8208,
	8211,
	8214,
	8216,
	8217,
	8220,
	8221,
	8224,
	8226,
	8228,
	8231,
	8240,
	8240,
	8242,
	8243,
	8245,
	8245,
	8251,
	8251,
	8254,
	8254,
	8308,
	8308,
	8319,
	8319,
	8321,
	8324,
	8364,
	8364,
	8451,
	8451,
	8453,
	8453,
	8457,
	8457,
	8467,
	8467,
	8470,
	8470,
	8481,
	8482,
	8486,
	8486,
	8491,
	8491,
	8531,
	8532,
	8539,
	8542,
	8544,
	8555,
	8560,
	8569,
	8585,
	8585,
	8592,
	8601,
	8632,
	8633,
	8658,
	8658,
	8660,
	8660,
	8679,
	8679,
	8704,
	8704,
	8706,
	8707,
	8711,
	8712,
	8715,
	8715,
	8719,
	8719,
	8721,
	8721,
	8725,
	8725,
	8730,
	8730,
	8733,
	8736,
	8739,
	8739,
	8741,
	8741,
	8743,
	8748,
	8750,
	8750,
	8756,
	8759,
	8764,
	8765,
	8776,
	8776,
	8780,
	8780,
	8786,
	8786,
	8800,
	8801,
	8804,
	8807,
	8810,
	8811,
	8814,
	8815,
	8834,
	8835,
	8838,
	8839,
	8853,
	8853,
	8857,
	8857,
	8869,
	8869,
	8895,
	8895,
	8978,
	8978,
	9312,
	9449,
	9451,
	9547,
	9552,
	9587,
	9600,
	9615,
	9618,
	9621,
	9632,
	9633,
	9635,
	9641,
	9650,
	9651,
	9654,
	9655,
	9660,
	9661,
	9664,
	9665,
	9670,
	9672,
	9675,
	9675,
	9678,
	9681,
	9698,
	9701,
	9711,
	9711,
	9733,
	9734,
	9737,
	9737,
	9742,
	9743,
	9756,
	9756,
	9758,
	9758,
	9792,
	9792,
	9794,
	9794,
	9824,
	9825,
	9827,
	9829,
	9831,
	9834,
	9836,
	9837,
	9839,
	9839,
	9886,
	9887,
	9919,
	9919,
	9926,
	9933,
	9935,
	9939,
	9941,
	9953,
	9955,
	9955,
	9960,
	9961,
	9963,
	9969,
	9972,
	9972,
	9974,
	9977,
	9979,
	9980,
	9982,
	9983,
	10045,
	10045,
	10102,
	10111,
	11094,
	11097,
	12872,
	12879,
	57344,
	63743,
	65024,
	65039,
	65533,
	65533,
	127232,
	127242,
	127248,
	127277,
	127280,
	127337,
	127344,
	127373,
	127375,
	127376,
	127387,
	127404,
	917760,
	917999,
	983040,
	1048573,
	1048576,
	1114109
];
const fullwidthRanges = [
	12288,
	12288,
	65281,
	65376,
	65504,
	65510
];
const wideRanges = [
	4352,
	4447,
	8986,
	8987,
	9001,
	9002,
	9193,
	9196,
	9200,
	9200,
	9203,
	9203,
	9725,
	9726,
	9748,
	9749,
	9776,
	9783,
	9800,
	9811,
	9855,
	9855,
	9866,
	9871,
	9875,
	9875,
	9889,
	9889,
	9898,
	9899,
	9917,
	9918,
	9924,
	9925,
	9934,
	9934,
	9940,
	9940,
	9962,
	9962,
	9970,
	9971,
	9973,
	9973,
	9978,
	9978,
	9981,
	9981,
	9989,
	9989,
	9994,
	9995,
	10024,
	10024,
	10060,
	10060,
	10062,
	10062,
	10067,
	10069,
	10071,
	10071,
	10133,
	10135,
	10160,
	10160,
	10175,
	10175,
	11035,
	11036,
	11088,
	11088,
	11093,
	11093,
	11904,
	11929,
	11931,
	12019,
	12032,
	12245,
	12272,
	12287,
	12289,
	12350,
	12353,
	12438,
	12441,
	12543,
	12549,
	12591,
	12593,
	12686,
	12688,
	12773,
	12783,
	12830,
	12832,
	12871,
	12880,
	42124,
	42128,
	42182,
	43360,
	43388,
	44032,
	55203,
	63744,
	64255,
	65040,
	65049,
	65072,
	65106,
	65108,
	65126,
	65128,
	65131,
	94176,
	94180,
	94192,
	94198,
	94208,
	101594,
	101631,
	101664,
	101760,
	101874,
	101888,
	102801,
	102816,
	102866,
	110576,
	110579,
	110581,
	110587,
	110589,
	110590,
	110592,
	110888,
	110898,
	110898,
	110928,
	110930,
	110933,
	110933,
	110948,
	110952,
	110960,
	111355,
	119552,
	119638,
	119648,
	119670,
	126980,
	126980,
	127183,
	127183,
	127374,
	127374,
	127377,
	127386,
	127406,
	127406,
	127488,
	127490,
	127504,
	127547,
	127552,
	127560,
	127568,
	127569,
	127584,
	127589,
	127744,
	127776,
	127789,
	127797,
	127799,
	127868,
	127870,
	127891,
	127904,
	127946,
	127951,
	127955,
	127968,
	127984,
	127988,
	127988,
	127992,
	128062,
	128064,
	128064,
	128066,
	128252,
	128255,
	128317,
	128331,
	128334,
	128336,
	128359,
	128378,
	128378,
	128405,
	128406,
	128420,
	128420,
	128507,
	128591,
	128640,
	128709,
	128716,
	128716,
	128720,
	128722,
	128725,
	128729,
	128732,
	128735,
	128747,
	128748,
	128756,
	128764,
	128986,
	128986,
	128992,
	129003,
	129008,
	129008,
	129292,
	129338,
	129340,
	129349,
	129351,
	129535,
	129648,
	129660,
	129664,
	129734,
	129736,
	129736,
	129740,
	129757,
	129759,
	129771,
	129775,
	129786,
	131072,
	196605,
	196608,
	262141
];
// node_modules/get-east-asian-width/utilities.js
/**
Binary search on a sorted flat array of [start, end] pairs.

@param {number[]} ranges - Flat array of inclusive [start, end] range pairs, e.g. [0, 5, 10, 20].
@param {number} codePoint - The value to search for.
@returns {boolean} Whether the value falls within any of the ranges.
*/
const isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) high = mid - 1;
		else if (codePoint > ranges[i + 1]) low = mid + 1;
		else return true;
	}
	return false;
};
// node_modules/get-east-asian-width/lookup.js
const commonCjkCodePoint = 19968;
const [wideFastPathStart, wideFastPathEnd] = /* #__PURE__ */ findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];
	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];
		if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) return [start, end];
		if (end - start > fastPathEnd - fastPathStart) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}
	return [fastPathStart, fastPathEnd];
}
const isAmbiguous = (codePoint) => {
	if (codePoint < 161 || codePoint > 1114109) return false;
	return isInRange(ambiguousRanges, codePoint);
};
const isFullwidth = (codePoint) => {
	if (codePoint < 12288 || codePoint > 65510) return false;
	return isInRange(fullwidthRanges, codePoint);
};
const isWide = (codePoint) => {
	if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) return true;
	if (codePoint < 4352 || codePoint > 262141) return false;
	return isInRange(wideRanges, codePoint);
};
// node_modules/get-east-asian-width/index.js
function validate(codePoint) {
	if (!Number.isSafeInteger(codePoint)) throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
	validate(codePoint);
	if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) return 2;
	return 1;
}
// node_modules/slice-ansi/node_modules/string-width/index.js
/**
Logic:
- Segment graphemes to match how terminals render clusters.
- Width rules:
1. Skip non-printing clusters (Default_Ignorable, Control, pure nonspacing/enclosing Mark, lone Surrogates). Tabs are ignored by design.
2. RGI emoji clusters (\p{RGI_Emoji}) are double-width.
3. Minimally-qualified/unqualified emoji clusters (ZWJ sequences with 2+ Extended_Pictographic, or keycap sequences) are double-width.
4. Hangul jamo collapse each standard modern Hangul L+V or L+V+T syllable piece to width 2.
Unmatched repeated leading/vowel/trailing jamo stay additive because that matches how the terminals we target render them.
5. Otherwise use East Asian Width of the cluster's first visible code point, and add widths for trailing spacing marks and Halfwidth/Fullwidth Forms within the same cluster (e.g., dakuten/handakuten/prolonged sound mark).
*/
const segmenter$2 = new Intl.Segmenter();
const visibleCharacterRegex$2 = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex$1 = /\p{Spacing_Mark}/v;
const rgiEmojiRegex$1 = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex$1 = /^[\d#*]\u20E3$/;
const extendedPictographicRegex$1 = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence$1(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex$1.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex$1);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible$2(segment) {
	const index = segment.search(visibleCharacterRegex$2);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo$1(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo$1(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo$1(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo$1(codePoint) {
	return isHangulLeadingJamo$1(codePoint) || isHangulVowelJamo$1(codePoint) || isHangulTrailingJamo$1(codePoint);
}
function hangulClusterWidth$1(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex$2.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo$1(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo$1(codePoint) && isHangulVowelJamo$1(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo$1(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth$1(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex$1.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth$2(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter$2.segment(string)) {
		const visibleSegment = baseVisible$2(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex$1.test(segment) || isDoubleWidthNonRgiEmojiSequence$1(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth$1(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth$1(visibleSegment, eastAsianWidthOptions);
	}
	return width;
}
// node_modules/slice-ansi/tokenize-ansi.js
const ESCAPE_CODE_POINT = 27;
const C1_DCS_CODE_POINT = 144;
const C1_SOS_CODE_POINT = 152;
const C1_CSI_CODE_POINT = 155;
const C1_ST_CODE_POINT = 156;
const C1_OSC_CODE_POINT = 157;
const CONTROL_STRING_STARTS = /* @__PURE__ */ new Set([
	C1_DCS_CODE_POINT,
	C1_SOS_CODE_POINT,
	C1_OSC_CODE_POINT,
	158,
	159
]);
const ESCAPES = /* @__PURE__ */ new Set([
	ESCAPE_CODE_POINT,
	C1_CSI_CODE_POINT,
	C1_ST_CODE_POINT,
	...CONTROL_STRING_STARTS
]);
const ESCAPE = "\x1B";
const ANSI_BELL = "\x07";
const ANSI_CSI = "[";
const ANSI_OSC = "]";
const ANSI_SGR_TERMINATOR = "m";
const ANSI_OSC_TERMINATOR = "\\";
const ANSI_STRING_TERMINATOR = `${ESCAPE}${ANSI_OSC_TERMINATOR}`;
const C1_OSC = "";
const C1_STRING_TERMINATOR = "";
const ANSI_HYPERLINK_ESC_PREFIX = `${ESCAPE}${ANSI_OSC}8;`;
const ANSI_HYPERLINK_C1_PREFIX = `${C1_OSC}8;`;
const CODE_POINT_CSI_PARAMETER_START = "0".codePointAt(0);
const CODE_POINT_CSI_PARAMETER_END = "?".codePointAt(0);
const CODE_POINT_CSI_INTERMEDIATE_START = " ".codePointAt(0);
const CODE_POINT_CSI_INTERMEDIATE_END = "/".codePointAt(0);
const CODE_POINT_CSI_FINAL_START = "@".codePointAt(0);
const CODE_POINT_CSI_FINAL_END = "~".codePointAt(0);
const SGR_RESET_CODE = 0;
const SGR_EXTENDED_COLOR_END_CODES = /* @__PURE__ */ new Map([
	[38, 39],
	[48, 49],
	[58, 59]
]);
const SGR_COLOR_LENGTHS = /* @__PURE__ */ new Map([[5, 3], [2, 5]]);
const GRAPHEME_SEGMENTER = new Intl.Segmenter(void 0, { granularity: "grapheme" });
const endCodeNumbers = /* @__PURE__ */ new Set();
for (const [, end] of ansiStyles.codes) endCodeNumbers.add(end);
function isCsiParameterCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_PARAMETER_START && codePoint <= CODE_POINT_CSI_PARAMETER_END;
}
function isCsiIntermediateCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_INTERMEDIATE_START && codePoint <= CODE_POINT_CSI_INTERMEDIATE_END;
}
function isCsiFinalCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_FINAL_START && codePoint <= CODE_POINT_CSI_FINAL_END;
}
function createControlParseResult(code, endIndex) {
	return {
		token: {
			type: "control",
			code
		},
		endIndex
	};
}
function getSgrPrefix(code) {
	return code.startsWith("") ? "" : `${ESCAPE}${ANSI_CSI}`;
}
function createSgrCode(prefix, values) {
	return `${prefix}${values.join(";")}${ANSI_SGR_TERMINATOR}`;
}
function getSgrFragments(code) {
	const fragments = [];
	const sgrPrefix = getSgrPrefix(code);
	const rawCodes = code.slice(sgrPrefix.length, -1).split(";");
	let index = 0;
	while (index < rawCodes.length) {
		const codeNumber = Number.parseInt(rawCodes[index] || "0", 10);
		if (Number.isNaN(codeNumber)) {
			index++;
			continue;
		}
		if (codeNumber === SGR_RESET_CODE) {
			fragments.push({ type: "reset" });
			index++;
			continue;
		}
		if (endCodeNumbers.has(codeNumber)) {
			fragments.push({
				type: "end",
				endCode: ansiStyles.color.ansi(codeNumber)
			});
			index++;
			continue;
		}
		const extendedColorEndCode = SGR_EXTENDED_COLOR_END_CODES.get(codeNumber);
		let fragmentLength = 1;
		if (extendedColorEndCode !== void 0 && !rawCodes[index].includes(":")) {
			const colorType = Number.parseInt(rawCodes[index + 1], 10);
			const colorLength = SGR_COLOR_LENGTHS.get(colorType);
			if (colorLength !== void 0 && index + colorLength <= rawCodes.length) fragmentLength = colorLength;
		}
		const endCode = extendedColorEndCode ?? ansiStyles.codes.get(codeNumber);
		fragments.push({
			type: "start",
			code: createSgrCode(sgrPrefix, rawCodes.slice(index, index + fragmentLength)),
			endCode: endCode === void 0 ? ansiStyles.reset.open : ansiStyles.color.ansi(endCode)
		});
		index += fragmentLength;
	}
	if (fragments.length === 0) fragments.push({ type: "reset" });
	return fragments;
}
function parseCsiCode(string, index) {
	const escapeCodePoint = string.codePointAt(index);
	let sequenceStartIndex;
	if (escapeCodePoint === ESCAPE_CODE_POINT) {
		if (string[index + 1] !== ANSI_CSI) return;
		sequenceStartIndex = index + 2;
	} else if (escapeCodePoint === C1_CSI_CODE_POINT) sequenceStartIndex = index + 1;
	else return;
	for (let sequenceIndex = sequenceStartIndex; sequenceIndex < string.length; sequenceIndex++) {
		const codePoint = string.codePointAt(sequenceIndex);
		if (isCsiFinalCharacter(codePoint)) {
			const code = string.slice(index, sequenceIndex + 1);
			if (string[sequenceIndex] !== ANSI_SGR_TERMINATOR || !/^[\d:;]*$/v.test(string.slice(sequenceStartIndex, sequenceIndex))) return createControlParseResult(code, sequenceIndex + 1);
			return {
				token: {
					type: "sgr",
					code,
					fragments: getSgrFragments(code)
				},
				endIndex: sequenceIndex + 1
			};
		}
		if (isCsiParameterCharacter(codePoint) || isCsiIntermediateCharacter(codePoint)) continue;
		const endIndex = sequenceIndex;
		return createControlParseResult(string.slice(index, endIndex), endIndex);
	}
	return createControlParseResult(string.slice(index), string.length);
}
function createControlStringParseResult(string, index, endIndex, terminator) {
	const code = string.slice(index, endIndex);
	const hyperlinkPrefix = code.startsWith(ANSI_HYPERLINK_ESC_PREFIX) ? ANSI_HYPERLINK_ESC_PREFIX : ANSI_HYPERLINK_C1_PREFIX;
	if (!code.startsWith(hyperlinkPrefix)) return createControlParseResult(code, endIndex);
	const uriStart = code.indexOf(";", hyperlinkPrefix.length);
	const contentEnd = code.length - terminator.length;
	if (uriStart === -1 || uriStart >= contentEnd) return createControlParseResult(code, endIndex);
	return {
		token: {
			type: "hyperlink",
			code,
			action: uriStart + 1 === contentEnd ? "close" : "open",
			closePrefix: `${hyperlinkPrefix};`,
			terminator
		},
		endIndex
	};
}
function parseControlStringCode(string, index) {
	const codePoint = string.codePointAt(index);
	const command = codePoint === ESCAPE_CODE_POINT ? string.codePointAt(index + 1) + 64 : codePoint;
	const sequenceStartIndex = index + (codePoint === ESCAPE_CODE_POINT ? 2 : 1);
	if (command === C1_ST_CODE_POINT) return createControlParseResult(string.slice(index, sequenceStartIndex), sequenceStartIndex);
	if (!CONTROL_STRING_STARTS.has(command)) return;
	for (let sequenceIndex = sequenceStartIndex; sequenceIndex < string.length; sequenceIndex++) {
		if (command === C1_OSC_CODE_POINT && string[sequenceIndex] === ANSI_BELL) return createControlStringParseResult(string, index, sequenceIndex + 1, ANSI_BELL);
		if (string[sequenceIndex] === ESCAPE && string[sequenceIndex + 1] === ANSI_OSC_TERMINATOR) return createControlStringParseResult(string, index, sequenceIndex + 2, ANSI_STRING_TERMINATOR);
		if (string[sequenceIndex] === C1_STRING_TERMINATOR) return createControlStringParseResult(string, index, sequenceIndex + 1, C1_STRING_TERMINATOR);
	}
	return createControlParseResult(string.slice(index), string.length);
}
function parseAnsiCode(string, index) {
	return parseControlStringCode(string, index) || parseCsiCode(string, index);
}
function appendAnsiTokens(string, index, tokens) {
	while (index < string.length) {
		const nextCodePoint = string.codePointAt(index);
		if (!ESCAPES.has(nextCodePoint)) break;
		const escapeCode = parseAnsiCode(string, index);
		if (!escapeCode) break;
		tokens.push(escapeCode.token);
		index = escapeCode.endIndex;
	}
	return index;
}
function parseCharacterTokenWithRawSegmentation(index, graphemeSegments) {
	const segment = graphemeSegments.containing(index);
	if (!segment || segment.index !== index) return;
	return {
		token: {
			type: "character",
			value: segment.segment,
			visibleWidth: stringWidth$2(segment.segment)
		},
		endIndex: index + segment.segment.length
	};
}
function tokenizeAnsiWithVisibleSegmentation(string, { endCharacter = Infinity } = {}) {
	const tokens = [];
	let visibleString = "";
	let index = 0;
	while (index < string.length) {
		const codePoint = string.codePointAt(index);
		if (ESCAPES.has(codePoint)) {
			const code = parseAnsiCode(string, index);
			if (code) {
				tokens.push(code.token);
				index = code.endIndex;
				continue;
			}
		}
		const value = String.fromCodePoint(codePoint);
		visibleString += value;
		tokens.push({
			type: "text",
			value,
			visibleEnd: visibleString.length
		});
		index += value.length;
	}
	const graphemes = [];
	let tokenIndex = 0;
	let visibleCount = 0;
	for (const { segment, index: segmentIndex } of GRAPHEME_SEGMENTER.segment(visibleString)) {
		while (tokens[tokenIndex].type !== "text") {
			graphemes.push(tokens[tokenIndex]);
			tokenIndex++;
		}
		if (segmentIndex > 0 && visibleCount >= endCharacter) return graphemes;
		const startIndex = tokenIndex;
		const visibleEnd = segmentIndex + segment.length;
		do
			tokenIndex++;
		while (tokens[tokenIndex - 1].visibleEnd !== visibleEnd);
		const visibleWidth = stringWidth$2(segment);
		graphemes.push({
			type: "character",
			value: segment,
			visibleWidth,
			parts: tokens.slice(startIndex, tokenIndex)
		});
		visibleCount += visibleWidth;
	}
	while (tokenIndex < tokens.length) {
		graphemes.push(tokens[tokenIndex]);
		tokenIndex++;
	}
	return graphemes;
}
function areValuesInSameGrapheme(leftValue, rightValue) {
	return GRAPHEME_SEGMENTER.segment(leftValue + rightValue).containing(leftValue.length).index < leftValue.length;
}
function tokenizeAnsi(string, { endCharacter = Infinity } = {}) {
	const tokens = [];
	const graphemeSegments = GRAPHEME_SEGMENTER.segment(string);
	let index = 0;
	let visibleCount = 0;
	let previousCharacter;
	while (index < string.length) {
		index = appendAnsiTokens(string, index, tokens);
		if (index === string.length) break;
		const characterToken = parseCharacterTokenWithRawSegmentation(index, graphemeSegments);
		if (!characterToken || previousCharacter && index > previousCharacter.endIndex && areValuesInSameGrapheme(previousCharacter.token.value, characterToken.token.value)) return tokenizeAnsiWithVisibleSegmentation(string, { endCharacter });
		if (previousCharacter && visibleCount >= endCharacter) break;
		tokens.push(characterToken.token);
		index = characterToken.endIndex;
		visibleCount += characterToken.token.visibleWidth;
		previousCharacter = characterToken;
	}
	return tokens;
}
// node_modules/slice-ansi/index.js
var SliceOutput = class {
	#phase = "before";
	#styles = /* @__PURE__ */ new Map();
	#hyperlink;
	#checkpoint;
	#output = [];
	#writeText(value) {
		if (this.#phase === "before") return;
		this.#output.push(value);
		this.#checkpoint = void 0;
		if (this.#hyperlink?.phase === "pending") this.#hyperlink = {
			phase: "visible",
			token: this.#hyperlink.token
		};
	}
	#writeSgr(token, isPastEnd) {
		const hasStart = token.fragments.some((fragment) => fragment.type === "start");
		if (isPastEnd) {
			const hasClosingEffect = token.fragments.some(({ type, endCode }) => type === "reset" && this.#styles.size > 0 || type === "end" && this.#styles.has(endCode));
			if (hasStart || !hasClosingEffect) return;
		}
		if (hasStart && !this.#checkpoint && this.#phase === "emitting") this.#checkpoint = {
			outputLength: this.#output.length,
			styles: new Map(this.#styles),
			hyperlink: this.#hyperlink
		};
		this.#applySgrFragments(token.fragments);
		if (this.#phase === "emitting") this.#output.push(token.code);
	}
	#applySgrFragments(fragments) {
		for (const fragment of fragments) switch (fragment.type) {
			case "reset":
				this.#styles.clear();
				break;
			case "end":
				this.#styles.delete(fragment.endCode);
				break;
			case "start":
				this.#styles.delete(fragment.endCode);
				this.#styles.set(fragment.endCode, fragment.code);
		}
	}
	#openHyperlink(token) {
		if (this.#phase === "before") {
			this.#hyperlink = {
				phase: "inherited",
				token
			};
			return;
		}
		this.#hyperlink = {
			phase: "pending",
			token,
			outputIndex: this.#output.length
		};
		this.#output.push(token.code);
	}
	#settleHyperlink() {
		const hyperlink = this.#hyperlink;
		if (!hyperlink) return;
		if (hyperlink.phase === "visible") this.#output.push(`${hyperlink.token.closePrefix}${hyperlink.token.terminator}`);
		else if (hyperlink.phase === "pending") this.#output[hyperlink.outputIndex] = "";
		this.#hyperlink = void 0;
	}
	#writeHyperlink(token, isPastEnd) {
		if (isPastEnd && (token.action !== "close" || !this.#hyperlink)) return;
		if (token.action === "open") {
			this.#settleHyperlink();
			this.#openHyperlink(token);
			return;
		}
		if (this.#hyperlink?.phase === "pending") {
			this.#settleHyperlink();
			return;
		}
		this.#hyperlink = void 0;
		if (this.#phase === "emitting") this.#output.push(token.code);
	}
	begin() {
		if (this.#phase === "emitting") return;
		this.#phase = "emitting";
		this.#output.push(...this.#styles.values());
		if (this.#hyperlink) this.#openHyperlink(this.#hyperlink.token);
	}
	write(token, isPastEnd = false) {
		switch (token.type) {
			case "sgr":
				this.#writeSgr(token, isPastEnd);
				break;
			case "hyperlink":
				this.#writeHyperlink(token, isPastEnd);
				break;
			case "control":
				if (!isPastEnd && this.#phase === "emitting") this.#output.push(token.code);
				break;
			case "text":
				this.#writeText(token.value);
				break;
			case "character": if (token.parts) for (const part of token.parts) this.write(part);
			else this.#writeText(token.value);
		}
	}
	discardPending() {
		if (this.#hyperlink?.phase !== "visible") this.#settleHyperlink();
		if (!this.#checkpoint) return;
		this.#output.length = this.#checkpoint.outputLength;
		this.#styles = this.#checkpoint.styles;
		this.#hyperlink = this.#checkpoint.hyperlink;
		this.#checkpoint = void 0;
	}
	finish() {
		if (this.#phase === "before") return "";
		this.#settleHyperlink();
		this.#output.push(...[...this.#styles.keys()].toReversed());
		return this.#output.join("");
	}
};
function sliceAnsi(string, start, end) {
	if (end <= start || string.length === 0) return "";
	const output = new SliceOutput();
	let position = 0;
	for (const token of tokenizeAnsi(string, { endCharacter: end })) {
		const isPastEnd = end !== void 0 && position >= end;
		if (token.type === "character") {
			if (isPastEnd || end !== void 0 && position + token.visibleWidth > end) {
				output.discardPending();
				break;
			}
			if (position >= start) output.begin();
			output.write(token);
			position += token.visibleWidth;
		} else output.write(token, isPastEnd);
	}
	return output.finish();
}
// node_modules/cli-truncate/node_modules/string-width/index.js
/**
Logic:
- Segment graphemes to match how terminals render clusters.
- Width rules:
1. Skip non-printing clusters (Default_Ignorable, Control, pure nonspacing/enclosing Mark, lone Surrogates). Tabs are ignored by design.
2. RGI emoji clusters (\p{RGI_Emoji}) are double-width.
3. Minimally-qualified/unqualified emoji clusters (ZWJ sequences with 2+ Extended_Pictographic, or keycap sequences) are double-width.
4. Hangul jamo collapse each standard modern Hangul L+V or L+V+T syllable piece to width 2.
Unmatched repeated leading/vowel/trailing jamo stay additive because that matches how the terminals we target render them.
5. Otherwise use East Asian Width of the cluster's first visible code point, and add widths for trailing spacing marks and Halfwidth/Fullwidth Forms within the same cluster (e.g., dakuten/handakuten/prolonged sound mark).
*/
const segmenter$1 = new Intl.Segmenter();
const visibleCharacterRegex$1 = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex = /\p{Spacing_Mark}/v;
const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
const extendedPictographicRegex = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible$1(segment) {
	const index = segment.search(visibleCharacterRegex$1);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
	return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex$1.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth$1(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter$1.segment(string)) {
		const visibleSegment = baseVisible$1(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth(visibleSegment, eastAsianWidthOptions);
	}
	return width;
}
// node_modules/cli-truncate/index.js
const validPositions = /* @__PURE__ */ new Set([
	"start",
	"middle",
	"end"
]);
function getVisibleColumns(text) {
	const visibleColumns = [];
	for (const { segment } of new Intl.Segmenter().segment(stripVTControlCharacters(text))) {
		const width = stringWidth$1(segment);
		for (let column = 0; column < width; column++) visibleColumns.push(column === 0 ? segment : "");
	}
	return visibleColumns;
}
function getIndexOfNearestSpace(visibleColumns, wantedIndex, shouldSearchRight) {
	if (visibleColumns[wantedIndex] === " ") return wantedIndex;
	const direction = shouldSearchRight ? 1 : -1;
	for (let index = 0; index <= 3; index++) {
		const finalIndex = wantedIndex + index * direction;
		if (visibleColumns[finalIndex] === " ") return finalIndex;
	}
	return wantedIndex;
}
function getIndexAfterSpaces(visibleColumns, index) {
	while (visibleColumns[index] === " ") index++;
	return index;
}
function validateInput(text, columns, position, truncationCharacter) {
	if (typeof text !== "string") throw new TypeError(`Expected \`input\` to be a string, got ${typeof text}`);
	if (typeof columns !== "number") throw new TypeError(`Expected \`columns\` to be a number, got ${typeof columns}`);
	if (!Number.isFinite(columns)) throw new TypeError(`Expected \`columns\` to be a finite number, got ${columns}`);
	if (!validPositions.has(position)) throw new TypeError(`Expected \`options.position\` to be either \`start\`, \`middle\` or \`end\`, got ${position}`);
	if (typeof truncationCharacter !== "string") throw new TypeError(`Expected \`options.truncationCharacter\` to be a string, got ${typeof truncationCharacter}`);
}
function cliTruncate(text, columns, options = {}) {
	const { position = "end", space = false, preferTruncationOnSpace = false } = options;
	let { truncationCharacter = "…" } = options;
	validateInput(text, columns, position, truncationCharacter);
	if (columns < 1) return "";
	const length = stringWidth$1(text);
	if (length <= columns) return text;
	if (columns === 1) return truncationCharacter;
	const visibleColumns = preferTruncationOnSpace ? getVisibleColumns(text) : void 0;
	const ANSI = {
		ESC: 27,
		LEFT_BRACKET: 91,
		LETTER_M: 109
	};
	const isSgrParameter = (code) => code >= 48 && code <= 57 || code === 59;
	function leadingSgrSpanEndIndex(string) {
		let index = 0;
		while (index + 2 < string.length && string.codePointAt(index) === ANSI.ESC && string.codePointAt(index + 1) === ANSI.LEFT_BRACKET) {
			let j = index + 2;
			while (j < string.length && isSgrParameter(string.codePointAt(j))) j++;
			if (j < string.length && string.codePointAt(j) === ANSI.LETTER_M) {
				index = j + 1;
				continue;
			}
			break;
		}
		return index;
	}
	function trailingSgrSpanStartIndex(string) {
		let start = string.length;
		while (start > 1 && string.codePointAt(start - 1) === ANSI.LETTER_M) {
			let j = start - 2;
			while (j >= 0 && isSgrParameter(string.codePointAt(j))) j--;
			if (j >= 1 && string.codePointAt(j - 1) === ANSI.ESC && string.codePointAt(j) === ANSI.LEFT_BRACKET) {
				start = j - 1;
				continue;
			}
			break;
		}
		return start;
	}
	function appendWithInheritedStyleFromEnd(visible, suffix) {
		const start = trailingSgrSpanStartIndex(visible);
		return start === visible.length ? visible + suffix : visible.slice(0, start) + suffix + visible.slice(start);
	}
	function prependWithInheritedStyleFromStart(prefix, visible) {
		const end = leadingSgrSpanEndIndex(visible);
		return end === 0 ? prefix + visible : visible.slice(0, end) + prefix + visible.slice(end);
	}
	if (position === "start") {
		if (preferTruncationOnSpace) {
			const right = sliceAnsi(text, getIndexAfterSpaces(visibleColumns, getIndexOfNearestSpace(visibleColumns, length - columns + stringWidth$1(truncationCharacter), true)), length);
			return prependWithInheritedStyleFromStart(truncationCharacter, right);
		}
		if (space) truncationCharacter += " ";
		const right = sliceAnsi(text, length - columns + stringWidth$1(truncationCharacter), length);
		return prependWithInheritedStyleFromStart(truncationCharacter, right);
	}
	if (position === "middle") {
		if (space) {
			truncationCharacter = ` ${truncationCharacter} `;
			if (stringWidth$1(truncationCharacter) >= columns) truncationCharacter = truncationCharacter.trim();
		}
		const truncationWidth = stringWidth$1(truncationCharacter);
		const half = Math.min(Math.floor(columns / 2), Math.max(0, columns - truncationWidth));
		if (preferTruncationOnSpace) {
			const spaceNearFirstBreakPoint = getIndexOfNearestSpace(visibleColumns, half);
			const spaceNearSecondBreakPoint = getIndexOfNearestSpace(visibleColumns, length - (columns - half) + truncationWidth, true);
			return sliceAnsi(text, 0, spaceNearFirstBreakPoint) + truncationCharacter + sliceAnsi(text, getIndexAfterSpaces(visibleColumns, spaceNearSecondBreakPoint), length);
		}
		return sliceAnsi(text, 0, half) + truncationCharacter + sliceAnsi(text, length - (columns - half) + truncationWidth, length);
	}
	if (preferTruncationOnSpace) return appendWithInheritedStyleFromEnd(sliceAnsi(text, 0, getIndexOfNearestSpace(visibleColumns, columns - stringWidth$1(truncationCharacter))), truncationCharacter);
	if (space) truncationCharacter = ` ${truncationCharacter}`;
	return appendWithInheritedStyleFromEnd(sliceAnsi(text, 0, columns - stringWidth$1(truncationCharacter)), truncationCharacter);
}
// node_modules/string-width/index.js
/**
Logic:
- Segment graphemes to match how terminals render clusters.
- Width rules:
1. Skip non-printing clusters (Default_Ignorable, Control, Format except spacing prepended concatenation marks like ARABIC NUMBER SIGN, pure nonspacing/enclosing Mark). Tabs are ignored by design. Lone surrogates are measured as U+FFFD, which is how they are written out.
2. Clusters starting with an RGI emoji (\p{RGI_Emoji}), regional indicators, or a digit/#/* with VS16 are double-width, even with trailing extenders (e.g., a dangling ZWJ, an extra variation selector, or a spacing mark). Only a stray emoji modifier adds its own swatch width.
A wide BMP emoji followed by VS15 (text presentation) is one column; anything after the VS15 is ignored.
3. Minimally-qualified emoji ZWJ sequences (2+ Extended_Pictographic) are double-width, except that a stray emoji modifier after the sequence adds its own swatch width. An unqualified keycap (no VS16) is text, so it uses the width of its base.
4. A cluster starting with Hangul (jamo or a precomposed syllable) is one syllable block with the width of its first code point (plus stray emoji modifiers), as in iTerm, Ghostty, and kitty.
5. Otherwise sum the East Asian Width of every visible code point in the cluster: the base plus trailing spacing marks (including Thai/Lao AM), stray emoji modifiers, Indic conjunct consonants, and halfwidth dakuten/handakuten. Nothing after a ZWJ is counted.
6. Spacing prepended concatenation marks (e.g., ARABIC NUMBER SIGN before digits) are one column each, unless the following glyph is wide (East Asian Wide or emoji, but not in VS15 text style), which takes them into its own cell.
*/
const segmenter = new Intl.Segmenter();
const nonAsciiOrControlRegex = /[^\u{20}-\u{7E}]/v;
const prependedConcatenationMarks = String.raw`\u{600}-\u{605}\u{6DD}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}`;
const prependedConcatenationMarksRegex = new RegExp(`^[${prependedConcatenationMarks}]+`, "v");
const visibleCharacterRegex = new RegExp(String.raw`[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Enclosing_Mark}\p{Nonspacing_Mark}[\p{Format}--[${prependedConcatenationMarks}]]]`, "v");
const emojiPrefixRegex = /^(?:\p{RGI_Emoji}|\p{Regional_Indicator}{1,2}|[\d#*]\u{FE0F})/v;
const textPresentationEmojiRegex = /^[\p{Emoji_Presentation}--[\u{10000}-\u{10FFFF}]]\u{FE0E}/v;
function strayEmojiModifierCount(string, fromIndex) {
	if (fromIndex >= string.length) return 0;
	const modifierRegex = /(?<![\p{Emoji_Modifier_Base}\u{200D}])\p{Emoji_Modifier}/gv;
	modifierRegex.lastIndex = fromIndex;
	let count = 0;
	while (modifierRegex.test(string)) count++;
	return count;
}
const emojiZwjSequenceRegex = /\u{200D}\p{Extended_Pictographic}/v;
function baseVisible(segment) {
	const index = segment.search(visibleCharacterRegex);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangul(codePoint) {
	return codePoint >= 4352 && codePoint <= 4607 || codePoint >= 43360 && codePoint <= 43388 || codePoint >= 44032 && codePoint <= 55203 || codePoint >= 55216 && codePoint <= 55238 || codePoint >= 55243 && codePoint <= 55291;
}
function visibleCodePointsWidth(visibleSegment, eastAsianWidthOptions) {
	let width = 0;
	for (const character of visibleSegment) {
		if (character === "‍") break;
		if (visibleCharacterRegex.test(character)) width += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return width;
}
function clusterWidth(segment, eastAsianWidthOptions) {
	const firstCodePoint = segment.codePointAt(0);
	const marks = firstCodePoint === 69821 || firstCodePoint === 69837 || firstCodePoint >= 1536 && firstCodePoint <= 2303 ? prependedConcatenationMarksRegex.exec(segment) : void 0;
	if (marks) {
		const rest = segment.slice(marks[0].length);
		const restWidth = clusterWidth(rest, eastAsianWidthOptions);
		const visibleRest = baseVisible(rest);
		return restWidth >= 2 && (eastAsianWidth(visibleRest.codePointAt(0), eastAsianWidthOptions) === 2 || emojiPrefixRegex.test(visibleRest) || emojiZwjSequenceRegex.test(visibleRest)) ? restWidth : [...marks[0]].length + restWidth;
	}
	const visibleSegment = baseVisible(segment);
	if (visibleSegment === void 0) return 0;
	if (isHangul(firstCodePoint)) return eastAsianWidth(firstCodePoint, eastAsianWidthOptions) + strayEmojiModifierCount(segment, 1) * 2;
	if (textPresentationEmojiRegex.test(visibleSegment)) return 1;
	const emoji = emojiPrefixRegex.exec(visibleSegment);
	if (emoji) return 2 + strayEmojiModifierCount(visibleSegment, emoji[0].length) * 2;
	const zwjSequence = emojiZwjSequenceRegex.exec(visibleSegment);
	return zwjSequence ? 2 + strayEmojiModifierCount(visibleSegment, zwjSequence.index + zwjSequence[0].length) * 2 : visibleCodePointsWidth(visibleSegment, eastAsianWidthOptions);
}
function unicodeWidth(string, ambiguousIsNarrow) {
	let width = 0;
	const firstNonAsciiIndex = string.search(nonAsciiOrControlRegex);
	if (firstNonAsciiIndex > 1) {
		width = firstNonAsciiIndex - 1;
		string = string.slice(width);
	}
	let suffixStart = string.length;
	while (suffixStart > 0) {
		const codePoint = string.codePointAt(suffixStart - 1);
		if (codePoint < 32 || codePoint > 126) break;
		suffixStart--;
	}
	if (suffixStart + 1 < string.length) {
		width += string.length - suffixStart - 1;
		string = string.slice(0, suffixStart + 1);
	}
	if (!/[^\u{20}-\u{7E}\u{4E00}-\u{9FFF}\u{AC00}-\u{D7A3}]/v.test(string)) return width + string.length + string.replaceAll(/[\u{20}-\u{7E}]/gv, "").length;
	string = string.toWellFormed();
	string = string.replaceAll(/(?<=[\u{16D63}-\u{16D6A}])[\u{16D63}-\u{16D6A}]+/gv, "");
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter.segment(string)) {
		if (segment.length === 1) {
			if (visibleCharacterRegex.test(segment)) width += eastAsianWidth(segment.codePointAt(0), eastAsianWidthOptions);
			continue;
		}
		width += clusterWidth(segment, eastAsianWidthOptions);
	}
	return width;
}
function stringWidth(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	return nonAsciiOrControlRegex.test(string) ? unicodeWidth(string, ambiguousIsNarrow) : string.length;
}
// screens/text/width.ts
/** The text in exactly `width` columns: cut with `…` where it is longer, filled with spaces where it is shorter. */
function fit(text, width, align = "left") {
	if (width <= 0) return "";
	const cut = shorten(text, width);
	const gap = " ".repeat(Math.max(0, width - stringWidth(cut)));
	return align === "left" ? cut + gap : gap + cut;
}
/** The text in at most `width` columns. */
function shorten(text, width, position = "end") {
	return cliTruncate(oneLine(text), Math.max(1, width), { position });
}
/** Messages of servers have line ends; a row of a screen has none. */
function oneLine(text) {
	return text.replaceAll(/\s*[\r\n]+\s*/g, " · ").replaceAll("	", " ");
}
/** Breaks a text at spaces into lines of at most `width` columns, at most `limit` lines, the last one cut with `…`. */
function wrapLines(text, width, limit) {
	const lines = [];
	let line = "";
	for (const word of oneLine(text).split(/ +/)) {
		const longer = line === "" ? word : `${line} ${word}`;
		if (line !== "" && stringWidth(longer) > width) {
			lines.push(line);
			line = word;
		} else line = longer;
	}
	if (line !== "") lines.push(line);
	if (lines.length <= limit) return lines.map((text) => shorten(text, width));
	return [...lines.slice(0, limit - 1).map((text) => shorten(text, width)), shorten(lines.slice(limit - 1).join(" "), width)];
}
/** Columns that a text takes in the terminal. */
const widthOf = (text) => stringWidth(text);
export { sizeText as A, hourText as C, percentText as D, parseSize as E, plural as O, durationText as S, countText as T, exitCodeOf as _, cliTruncate as a, agoText as b, isWide as c, basisText as d, insteadLines as f, rollbackSize as g, rollbackLines as h, wrapLines as i, rateText as k, stripAnsi as l, isTakenBack as m, shorten as n, eastAsianWidth as o, startText as p, widthOf as r, isFullwidth as s, fit as t, accuracyText as u, exitCodeOfError as v, logTime as w, clockText as x, exitCodes as y };

//# sourceMappingURL=width-DfHWD3Xl.js.map