import { a as __require, t as __commonJSMin } from "./rolldown-runtime-CBuJxodT.js";
import { n as toCutoverError, t as CutoverError } from "./errors-6d540p0-.js";
import { A as remakeReport, At as connect, C as writeSeed, Ct as _enum, D as userReportColumns, Dt as string, E as userReport, Et as object, J as defaultMigrationsFolder, K as hashModel, L as readReports, M as createEngine, Mt as parseAddress, O as userReportNames, Ot as url, R as isAllowed, S as startDemo, St as backupDatabase, T as sendResets, Tt as boolean, X as defaultStateDir, Y as appendRunLog, Z as headline, _ as lintFolder, _t as profileSchema, a as differenceSql, c as writeEmission, ct as createProgressFilter, d as findDrift, dt as isContractEvent, f as describeBlame, g as folderStatus, h as rehearseMigration, i as notComparedLines, it as redactText, j as RunRecorder, jt as formatAddress, k as ladder, kt as NEVER, l as driftVerdict, lt as contractEventSchema, m as describeDifference, n as saveSnapshot, nt as hasPassword, o as emissionBase, ot as withPassword, p as describeChange, q as truthNames, r as driftMarkdown, rt as redactDeep, s as emitMigration, st as withoutPassword, t as readTruths, tt as eventLine, u as wordFor, v as createMigration, vt as runOptionsSchema, w as planResets, wt as array, x as defaultLockTimeoutMs, xt as restoreBackup, y as applyMigration, yt as manualItems } from "./core-X8dTBfYn.js";
import { A as sizeText, D as percentText, E as parseSize, O as plural, S as durationText, T as countText, _ as exitCodeOf, d as basisText, f as insteadLines, g as rollbackSize, h as rollbackLines, k as rateText, r as widthOf, t as fit, u as accuracyText, v as exitCodeOfError, y as exitCodes } from "./width-DfHWD3Xl.js";
import { createRequire } from "node:module";
import path, { dirname, join, resolve } from "node:path";
import { constants, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import { appendFile, mkdir, rename, rm } from "node:fs/promises";
import { createHash } from "node:crypto";
import fs, { createWriteStream, readFileSync } from "node:fs";
import childProcess, { spawn } from "node:child_process";
import { Writable } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";
import process$1 from "node:process";
// node_modules/commander/lib/error.js
/**
* CommanderError class
*/
var CommanderError = class extends Error {
	/**
	* Constructs the CommanderError class
	* @param {number} exitCode suggested exit code which could be used with process.exit
	* @param {string} code an id string representing the error
	* @param {string} message human-readable description of the error
	*/
	constructor(exitCode, code, message) {
		super(message);
		Error.captureStackTrace(this, this.constructor);
		this.name = this.constructor.name;
		this.code = code;
		this.exitCode = exitCode;
		this.nestedError = void 0;
	}
};
/**
* InvalidArgumentError class
*/
var InvalidArgumentError = class extends CommanderError {
	/**
	* Constructs the InvalidArgumentError class
	* @param {string} [message] explanation of why argument is invalid
	*/
	constructor(message) {
		super(1, "commander.invalidArgument", message);
		Error.captureStackTrace(this, this.constructor);
		this.name = this.constructor.name;
	}
};
// node_modules/commander/lib/argument.js
var Argument = class {
	/**
	* Initialize a new command argument with the given name and description.
	* The default is that the argument is required, and you can explicitly
	* indicate this with <> around the name. Put [] around the name for an optional argument.
	*
	* @param {string} name
	* @param {string} [description]
	*/
	constructor(name, description) {
		this.description = description || "";
		this.variadic = false;
		this.parseArg = void 0;
		this.defaultValue = void 0;
		this.defaultValueDescription = void 0;
		this.argChoices = void 0;
		switch (name[0]) {
			case "<":
				this.required = true;
				this._name = name.slice(1, -1);
				break;
			case "[":
				this.required = false;
				this._name = name.slice(1, -1);
				break;
			default:
				this.required = true;
				this._name = name;
		}
		if (this._name.endsWith("...")) {
			this.variadic = true;
			this._name = this._name.slice(0, -3);
		}
	}
	/**
	* Return argument name.
	*
	* @return {string}
	*/
	name() {
		return this._name;
	}
	/**
	* @package
	*/
	_collectValue(value, previous) {
		if (previous === this.defaultValue || !Array.isArray(previous)) return [value];
		previous.push(value);
		return previous;
	}
	/**
	* Set the default value, and optionally supply the description to be displayed in the help.
	*
	* @param {*} value
	* @param {string} [description]
	* @return {Argument}
	*/
	default(value, description) {
		this.defaultValue = value;
		this.defaultValueDescription = description;
		return this;
	}
	/**
	* Set the custom handler for processing CLI command arguments into argument values.
	*
	* @param {Function} [fn]
	* @return {Argument}
	*/
	argParser(fn) {
		this.parseArg = fn;
		return this;
	}
	/**
	* Only allow argument value to be one of choices.
	*
	* @param {string[]} values
	* @return {Argument}
	*/
	choices(values) {
		this.argChoices = values.slice();
		this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			if (this.variadic) return this._collectValue(arg, previous);
			return arg;
		};
		return this;
	}
	/**
	* Make argument required.
	*
	* @returns {Argument}
	*/
	argRequired() {
		this.required = true;
		return this;
	}
	/**
	* Make argument optional.
	*
	* @returns {Argument}
	*/
	argOptional() {
		this.required = false;
		return this;
	}
};
/**
* Takes an argument and returns its human readable equivalent for help usage.
*
* @param {Argument} arg
* @return {string}
* @private
*/
function humanReadableArgName(arg) {
	const nameOutput = arg.name() + (arg.variadic === true ? "..." : "");
	return arg.required ? "<" + nameOutput + ">" : "[" + nameOutput + "]";
}
// node_modules/commander/lib/help.js
/**
* TypeScript import types for JSDoc, used by Visual Studio Code IntelliSense and `npm run typescript-checkJS`
* https://www.typescriptlang.org/docs/handbook/jsdoc-supported-types.html#import-types
* @typedef { import("./argument.js").Argument } Argument
* @typedef { import("./command.js").Command } Command
* @typedef { import("./option.js").Option } Option
*/
var Help = class {
	constructor() {
		this.helpWidth = void 0;
		this.minWidthToWrap = 40;
		this.sortSubcommands = false;
		this.sortOptions = false;
		this.showGlobalOptions = false;
	}
	/**
	* prepareContext is called by Commander after applying overrides from `Command.configureHelp()`
	* and just before calling `formatHelp()`.
	*
	* Commander just uses the helpWidth and the rest is provided for optional use by more complex subclasses.
	*
	* @param {{ error?: boolean, helpWidth?: number, outputHasColors?: boolean }} contextOptions
	*/
	prepareContext(contextOptions) {
		this.helpWidth = this.helpWidth ?? contextOptions.helpWidth ?? 80;
	}
	/**
	* Get an array of the visible subcommands. Includes a placeholder for the implicit help command, if there is one.
	*
	* @param {Command} cmd
	* @returns {Command[]}
	*/
	visibleCommands(cmd) {
		const visibleCommands = cmd.commands.filter((cmd) => !cmd._hidden);
		const helpCommand = cmd._getHelpCommand();
		if (helpCommand && !helpCommand._hidden) visibleCommands.push(helpCommand);
		if (this.sortSubcommands) visibleCommands.sort((a, b) => {
			return a.name().localeCompare(b.name());
		});
		return visibleCommands;
	}
	/**
	* Compare options for sort.
	*
	* @param {Option} a
	* @param {Option} b
	* @returns {number}
	*/
	compareOptions(a, b) {
		const getSortKey = (option) => {
			return option.short ? option.short.replace(/^-/, "") : option.long.replace(/^--/, "");
		};
		return getSortKey(a).localeCompare(getSortKey(b));
	}
	/**
	* Get an array of the visible options. Includes a placeholder for the implicit help option, if there is one.
	*
	* @param {Command} cmd
	* @returns {Option[]}
	*/
	visibleOptions(cmd) {
		const visibleOptions = cmd.options.filter((option) => !option.hidden);
		const helpOption = cmd._getHelpOption();
		if (helpOption && !helpOption.hidden) {
			const removeShort = helpOption.short && cmd._findOption(helpOption.short);
			const removeLong = helpOption.long && cmd._findOption(helpOption.long);
			if (!removeShort && !removeLong) visibleOptions.push(helpOption);
			else if (helpOption.long && !removeLong) visibleOptions.push(cmd.createOption(helpOption.long, helpOption.description).helpGroup(helpOption.helpGroupHeading));
			else if (helpOption.short && !removeShort) visibleOptions.push(cmd.createOption(helpOption.short, helpOption.description).helpGroup(helpOption.helpGroupHeading));
		}
		if (this.sortOptions) visibleOptions.sort(this.compareOptions);
		return visibleOptions;
	}
	/**
	* Get an array of the visible global options. (Not including help.)
	*
	* @param {Command} cmd
	* @returns {Option[]}
	*/
	visibleGlobalOptions(cmd) {
		if (!this.showGlobalOptions) return [];
		const globalOptions = [];
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) {
			const visibleOptions = ancestorCmd.options.filter((option) => !option.hidden);
			globalOptions.push(...visibleOptions);
		}
		if (this.sortOptions) globalOptions.sort(this.compareOptions);
		return globalOptions;
	}
	/**
	* Get an array of the arguments if any have a description.
	*
	* @param {Command} cmd
	* @returns {Argument[]}
	*/
	visibleArguments(cmd) {
		if (cmd._argsDescription) cmd.registeredArguments.forEach((argument) => {
			argument.description = argument.description || cmd._argsDescription[argument.name()] || "";
		});
		if (cmd.registeredArguments.find((argument) => argument.description)) return cmd.registeredArguments;
		return [];
	}
	/**
	* Get the command term to show in the list of subcommands.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	subcommandTerm(cmd) {
		const args = cmd.registeredArguments.map((arg) => humanReadableArgName(arg)).join(" ");
		return cmd._name + (cmd._aliases[0] ? "|" + cmd._aliases[0] : "") + (cmd.options.length ? " [options]" : "") + (args ? " " + args : "");
	}
	/**
	* Get the option term to show in the list of options.
	*
	* @param {Option} option
	* @returns {string}
	*/
	optionTerm(option) {
		return option.flags;
	}
	/**
	* Get the argument term to show in the list of arguments.
	*
	* @param {Argument} argument
	* @returns {string}
	*/
	argumentTerm(argument) {
		return argument.name();
	}
	/**
	* Get the longest command term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestSubcommandTermLength(cmd, helper) {
		return helper.visibleCommands(cmd).reduce((max, command) => {
			return Math.max(max, this.displayWidth(helper.styleSubcommandTerm(helper.subcommandTerm(command))));
		}, 0);
	}
	/**
	* Get the longest option term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestOptionTermLength(cmd, helper) {
		return helper.visibleOptions(cmd).reduce((max, option) => {
			return Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option))));
		}, 0);
	}
	/**
	* Get the longest global option term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestGlobalOptionTermLength(cmd, helper) {
		return helper.visibleGlobalOptions(cmd).reduce((max, option) => {
			return Math.max(max, this.displayWidth(helper.styleOptionTerm(helper.optionTerm(option))));
		}, 0);
	}
	/**
	* Get the longest argument term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	longestArgumentTermLength(cmd, helper) {
		return helper.visibleArguments(cmd).reduce((max, argument) => {
			return Math.max(max, this.displayWidth(helper.styleArgumentTerm(helper.argumentTerm(argument))));
		}, 0);
	}
	/**
	* Get the command usage to be displayed at the top of the built-in help.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	commandUsage(cmd) {
		let cmdName = cmd._name;
		if (cmd._aliases[0]) cmdName = cmdName + "|" + cmd._aliases[0];
		let ancestorCmdNames = "";
		for (let ancestorCmd = cmd.parent; ancestorCmd; ancestorCmd = ancestorCmd.parent) ancestorCmdNames = ancestorCmd.name() + " " + ancestorCmdNames;
		return ancestorCmdNames + cmdName + " " + cmd.usage();
	}
	/**
	* Get the description for the command.
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	commandDescription(cmd) {
		return cmd.description();
	}
	/**
	* Get the subcommand summary to show in the list of subcommands.
	* (Fallback to description for backwards compatibility.)
	*
	* @param {Command} cmd
	* @returns {string}
	*/
	subcommandDescription(cmd) {
		return cmd.summary() || cmd.description();
	}
	/**
	* Get the option description to show in the list of options.
	*
	* @param {Option} option
	* @return {string}
	*/
	optionDescription(option) {
		const extraInfo = [];
		if (option.argChoices) extraInfo.push(`choices: ${option.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
		if (option.defaultValue !== void 0) {
			if (option.required || option.optional || option.isBoolean() && typeof option.defaultValue === "boolean") extraInfo.push(`default: ${option.defaultValueDescription || JSON.stringify(option.defaultValue)}`);
		}
		if (option.presetArg !== void 0 && option.optional) extraInfo.push(`preset: ${JSON.stringify(option.presetArg)}`);
		if (option.envVar !== void 0) extraInfo.push(`env: ${option.envVar}`);
		if (extraInfo.length > 0) {
			const extraDescription = `(${extraInfo.join(", ")})`;
			if (option.description) return `${option.description} ${extraDescription}`;
			return extraDescription;
		}
		return option.description;
	}
	/**
	* Get the argument description to show in the list of arguments.
	*
	* @param {Argument} argument
	* @return {string}
	*/
	argumentDescription(argument) {
		const extraInfo = [];
		if (argument.argChoices) extraInfo.push(`choices: ${argument.argChoices.map((choice) => JSON.stringify(choice)).join(", ")}`);
		if (argument.defaultValue !== void 0) extraInfo.push(`default: ${argument.defaultValueDescription || JSON.stringify(argument.defaultValue)}`);
		if (extraInfo.length > 0) {
			const extraDescription = `(${extraInfo.join(", ")})`;
			if (argument.description) return `${argument.description} ${extraDescription}`;
			return extraDescription;
		}
		return argument.description;
	}
	/**
	* Format a list of items, given a heading and an array of formatted items.
	*
	* @param {string} heading
	* @param {string[]} items
	* @param {Help} helper
	* @returns string[]
	*/
	formatItemList(heading, items, helper) {
		if (items.length === 0) return [];
		return [
			helper.styleTitle(heading),
			...items,
			""
		];
	}
	/**
	* Group items by their help group heading.
	*
	* @param {Command[] | Option[]} unsortedItems
	* @param {Command[] | Option[]} visibleItems
	* @param {Function} getGroup
	* @returns {Map<string, Command[] | Option[]>}
	*/
	groupItems(unsortedItems, visibleItems, getGroup) {
		const result = /* @__PURE__ */ new Map();
		unsortedItems.forEach((item) => {
			const group = getGroup(item);
			if (!result.has(group)) result.set(group, []);
		});
		visibleItems.forEach((item) => {
			const group = getGroup(item);
			if (!result.has(group)) result.set(group, []);
			result.get(group).push(item);
		});
		return result;
	}
	/**
	* Generate the built-in help text.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {string}
	*/
	formatHelp(cmd, helper) {
		const termWidth = helper.padWidth(cmd, helper);
		const helpWidth = helper.helpWidth ?? 80;
		function callFormatItem(term, description) {
			return helper.formatItem(term, termWidth, description, helper);
		}
		let output = [`${helper.styleTitle("Usage:")} ${helper.styleUsage(helper.commandUsage(cmd))}`, ""];
		const commandDescription = helper.commandDescription(cmd);
		if (commandDescription.length > 0) output = output.concat([helper.boxWrap(helper.styleCommandDescription(commandDescription), helpWidth), ""]);
		const argumentList = helper.visibleArguments(cmd).map((argument) => {
			return callFormatItem(helper.styleArgumentTerm(helper.argumentTerm(argument)), helper.styleArgumentDescription(helper.argumentDescription(argument)));
		});
		output = output.concat(this.formatItemList("Arguments:", argumentList, helper));
		this.groupItems(cmd.options, helper.visibleOptions(cmd), (option) => option.helpGroupHeading ?? "Options:").forEach((options, group) => {
			const optionList = options.map((option) => {
				return callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option)));
			});
			output = output.concat(this.formatItemList(group, optionList, helper));
		});
		if (helper.showGlobalOptions) {
			const globalOptionList = helper.visibleGlobalOptions(cmd).map((option) => {
				return callFormatItem(helper.styleOptionTerm(helper.optionTerm(option)), helper.styleOptionDescription(helper.optionDescription(option)));
			});
			output = output.concat(this.formatItemList("Global Options:", globalOptionList, helper));
		}
		this.groupItems(cmd.commands, helper.visibleCommands(cmd), (sub) => sub.helpGroup() || "Commands:").forEach((commands, group) => {
			const commandList = commands.map((sub) => {
				return callFormatItem(helper.styleSubcommandTerm(helper.subcommandTerm(sub)), helper.styleSubcommandDescription(helper.subcommandDescription(sub)));
			});
			output = output.concat(this.formatItemList(group, commandList, helper));
		});
		return output.join("\n");
	}
	/**
	* Return display width of string, ignoring ANSI escape sequences. Used in padding and wrapping calculations.
	*
	* @param {string} str
	* @returns {number}
	*/
	displayWidth(str) {
		return stripVTControlCharacters(str).length;
	}
	/**
	* Style the title for displaying in the help. Called with 'Usage:', 'Options:', etc.
	*
	* @param {string} str
	* @returns {string}
	*/
	styleTitle(str) {
		return str;
	}
	styleUsage(str) {
		return str.split(" ").map((word) => {
			if (word === "[options]") return this.styleOptionText(word);
			if (word === "[command]") return this.styleSubcommandText(word);
			if (word[0] === "[" || word[0] === "<") return this.styleArgumentText(word);
			return this.styleCommandText(word);
		}).join(" ");
	}
	styleCommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleOptionDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleSubcommandDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleArgumentDescription(str) {
		return this.styleDescriptionText(str);
	}
	styleDescriptionText(str) {
		return str;
	}
	styleOptionTerm(str) {
		return this.styleOptionText(str);
	}
	styleSubcommandTerm(str) {
		return str.split(" ").map((word) => {
			if (word === "[options]") return this.styleOptionText(word);
			if (word[0] === "[" || word[0] === "<") return this.styleArgumentText(word);
			return this.styleSubcommandText(word);
		}).join(" ");
	}
	styleArgumentTerm(str) {
		return this.styleArgumentText(str);
	}
	styleOptionText(str) {
		return str;
	}
	styleArgumentText(str) {
		return str;
	}
	styleSubcommandText(str) {
		return str;
	}
	styleCommandText(str) {
		return str;
	}
	/**
	* Calculate the pad width from the maximum term length.
	*
	* @param {Command} cmd
	* @param {Help} helper
	* @returns {number}
	*/
	padWidth(cmd, helper) {
		return Math.max(helper.longestOptionTermLength(cmd, helper), helper.longestGlobalOptionTermLength(cmd, helper), helper.longestSubcommandTermLength(cmd, helper), helper.longestArgumentTermLength(cmd, helper));
	}
	/**
	* Detect manually wrapped and indented strings by checking for line break followed by whitespace.
	*
	* @param {string} str
	* @returns {boolean}
	*/
	preformatted(str) {
		return /\n[^\S\r\n]/.test(str);
	}
	/**
	* Format the "item", which consists of a term and description. Pad the term and wrap the description, indenting the following lines.
	*
	* So "TTT", 5, "DDD DDDD DD DDD" might be formatted for this.helpWidth=17 like so:
	*   TTT  DDD DDDD
	*        DD DDD
	*
	* @param {string} term
	* @param {number} termWidth
	* @param {string} description
	* @param {Help} helper
	* @returns {string}
	*/
	formatItem(term, termWidth, description, helper) {
		const itemIndent = 2;
		const itemIndentStr = " ".repeat(itemIndent);
		if (!description) return itemIndentStr + term;
		const paddedTerm = term.padEnd(termWidth + term.length - helper.displayWidth(term));
		const spacerWidth = 2;
		const remainingWidth = (this.helpWidth ?? 80) - termWidth - spacerWidth - itemIndent;
		let formattedDescription;
		if (remainingWidth < this.minWidthToWrap || helper.preformatted(description)) formattedDescription = description;
		else formattedDescription = helper.boxWrap(description, remainingWidth).replace(/\n/g, "\n" + " ".repeat(termWidth + spacerWidth));
		return itemIndentStr + paddedTerm + " ".repeat(spacerWidth) + formattedDescription.replace(/\n/g, `\n${itemIndentStr}`);
	}
	/**
	* Wrap a string at whitespace, preserving existing line breaks.
	* Wrapping is skipped if the width is less than `minWidthToWrap`.
	*
	* @param {string} str
	* @param {number} width
	* @returns {string}
	*/
	boxWrap(str, width) {
		if (width < this.minWidthToWrap) return str;
		const rawLines = str.split(/\r\n|\n/);
		const chunkPattern = /[\s]*[^\s]+/g;
		const wrappedLines = [];
		rawLines.forEach((line) => {
			const chunks = line.match(chunkPattern);
			if (chunks === null) {
				wrappedLines.push("");
				return;
			}
			let sumChunks = [chunks.shift()];
			let sumWidth = this.displayWidth(sumChunks[0]);
			chunks.forEach((chunk) => {
				const visibleWidth = this.displayWidth(chunk);
				if (sumWidth + visibleWidth <= width) {
					sumChunks.push(chunk);
					sumWidth += visibleWidth;
					return;
				}
				wrappedLines.push(sumChunks.join(""));
				const nextChunk = chunk.trimStart();
				sumChunks = [nextChunk];
				sumWidth = this.displayWidth(nextChunk);
			});
			wrappedLines.push(sumChunks.join(""));
		});
		return wrappedLines.join("\n");
	}
};
// node_modules/commander/lib/option.js
var Option = class {
	/**
	* Initialize a new `Option` with the given `flags` and `description`.
	*
	* @param {string} flags
	* @param {string} [description]
	*/
	constructor(flags, description) {
		this.flags = flags;
		this.description = description || "";
		this.required = flags.includes("<");
		this.optional = flags.includes("[");
		this.variadic = /\p{ID_Continue}\.\.\.[>\]]$/u.test(flags);
		this.mandatory = false;
		const optionFlags = splitOptionFlags(flags);
		this.short = optionFlags.shortFlag;
		this.long = optionFlags.longFlag;
		this.negate = false;
		if (this.long) this.negate = this.long.startsWith("--no-");
		this.defaultValue = void 0;
		this.defaultValueDescription = void 0;
		this.presetArg = void 0;
		this.envVar = void 0;
		this.parseArg = void 0;
		this.hidden = false;
		this.argChoices = void 0;
		this.conflictsWith = [];
		this.implied = void 0;
		this.helpGroupHeading = void 0;
	}
	/**
	* Set the default value, and optionally supply the description to be displayed in the help.
	*
	* @param {*} value
	* @param {string} [description]
	* @return {Option}
	*/
	default(value, description) {
		this.defaultValue = value;
		this.defaultValueDescription = description;
		return this;
	}
	/**
	* Preset to use when option used without option-argument, especially optional but also boolean and negated.
	* The custom processing (parseArg) is called.
	*
	* @example
	* new Option('--color').default('GREYSCALE').preset('RGB');
	* new Option('--donate [amount]').preset('20').argParser(parseFloat);
	*
	* @param {*} arg
	* @return {Option}
	*/
	preset(arg) {
		this.presetArg = arg;
		return this;
	}
	/**
	* Add option name(s) that conflict with this option.
	* An error will be displayed if conflicting options are found during parsing.
	*
	* @example
	* new Option('--rgb').conflicts('cmyk');
	* new Option('--js').conflicts(['ts', 'jsx']);
	*
	* @param {(string | string[])} names
	* @return {Option}
	*/
	conflicts(names) {
		this.conflictsWith = this.conflictsWith.concat(names);
		return this;
	}
	/**
	* Specify implied option values for when this option is set and the implied options are not.
	*
	* The custom processing (parseArg) is not called on the implied values.
	*
	* @example
	* program
	*   .addOption(new Option('--log', 'write logging information to file'))
	*   .addOption(new Option('--trace', 'log extra details').implies({ log: 'trace.txt' }));
	*
	* @param {object} impliedOptionValues
	* @return {Option}
	*/
	implies(impliedOptionValues) {
		let newImplied = impliedOptionValues;
		if (typeof impliedOptionValues === "string") newImplied = { [impliedOptionValues]: true };
		this.implied = Object.assign(this.implied || {}, newImplied);
		return this;
	}
	/**
	* Set environment variable to check for option value.
	*
	* An environment variable is only used if when processed the current option value is
	* undefined, or the source of the current value is 'default' or 'config' or 'env'.
	*
	* @param {string} name
	* @return {Option}
	*/
	env(name) {
		this.envVar = name;
		return this;
	}
	/**
	* Set the custom handler for processing CLI option arguments into option values.
	*
	* @param {Function} [fn]
	* @return {Option}
	*/
	argParser(fn) {
		this.parseArg = fn;
		return this;
	}
	/**
	* Whether the option is mandatory and must have a value after parsing.
	*
	* @param {boolean} [mandatory=true]
	* @return {Option}
	*/
	makeOptionMandatory(mandatory = true) {
		this.mandatory = !!mandatory;
		return this;
	}
	/**
	* Hide option in help.
	*
	* @param {boolean} [hide=true]
	* @return {Option}
	*/
	hideHelp(hide = true) {
		this.hidden = !!hide;
		return this;
	}
	/**
	* @package
	*/
	_collectValue(value, previous) {
		if (previous === this.defaultValue || !Array.isArray(previous)) return [value];
		previous.push(value);
		return previous;
	}
	/**
	* Only allow option value to be one of choices.
	*
	* @param {string[]} values
	* @return {Option}
	*/
	choices(values) {
		this.argChoices = values.slice();
		this.parseArg = (arg, previous) => {
			if (!this.argChoices.includes(arg)) throw new InvalidArgumentError(`Allowed choices are ${this.argChoices.join(", ")}.`);
			if (this.variadic) return this._collectValue(arg, previous);
			return arg;
		};
		return this;
	}
	/**
	* Return option name.
	*
	* @return {string}
	*/
	name() {
		if (this.long) return this.long.replace(/^--/, "");
		return this.short.replace(/^-/, "");
	}
	/**
	* Return option name, in a camelcase format that can be used
	* as an object attribute key.
	*
	* @return {string}
	*/
	attributeName() {
		if (this.negate) return camelcase(this.name().replace(/^no-/, ""));
		return camelcase(this.name());
	}
	/**
	* Set the help group heading.
	*
	* @param {string} heading
	* @return {Option}
	*/
	helpGroup(heading) {
		this.helpGroupHeading = heading;
		return this;
	}
	/**
	* Check if `arg` matches the short or long flag.
	*
	* @param {string} arg
	* @return {boolean}
	* @package
	*/
	is(arg) {
		return this.short === arg || this.long === arg;
	}
	/**
	* Return whether a boolean option.
	*
	* Options are one of boolean, negated, required argument, or optional argument.
	*
	* @return {boolean}
	* @package
	*/
	isBoolean() {
		return !this.required && !this.optional && !this.negate;
	}
};
/**
* This class is to make it easier to work with dual options, without changing the existing
* implementation. We support separate dual options for separate positive and negative options,
* like `--build` and `--no-build`, which share a single option value. This works nicely for some
* use cases, but is tricky for others where we want separate behaviours despite
* the single shared option value.
*/
var DualOptions = class {
	/**
	* @param {Option[]} options
	*/
	constructor(options) {
		this.positiveOptions = /* @__PURE__ */ new Map();
		this.negativeOptions = /* @__PURE__ */ new Map();
		this.dualOptions = /* @__PURE__ */ new Set();
		options.forEach((option) => {
			if (option.negate) this.negativeOptions.set(option.attributeName(), option);
			else this.positiveOptions.set(option.attributeName(), option);
		});
		this.negativeOptions.forEach((value, key) => {
			if (this.positiveOptions.has(key)) this.dualOptions.add(key);
		});
	}
	/**
	* Did the value come from the option, and not from possible matching dual option?
	*
	* @param {*} value
	* @param {Option} option
	* @returns {boolean}
	*/
	valueFromOption(value, option) {
		const optionKey = option.attributeName();
		if (!this.dualOptions.has(optionKey)) return true;
		const preset = this.negativeOptions.get(optionKey).presetArg;
		const negativeValue = preset !== void 0 ? preset : false;
		return option.negate === (negativeValue === value);
	}
};
/**
* Convert string from kebab-case to camelCase.
*
* @param {string} str
* @return {string}
* @private
*/
function camelcase(str) {
	return str.split("-").reduce((str, word) => {
		return str + word[0].toUpperCase() + word.slice(1);
	});
}
/**
* Split the short and long flag out of something like '-m,--mixed <value>'
*
* @private
*/
function splitOptionFlags(flags) {
	let shortFlag;
	let longFlag;
	const shortFlagExp = /^-[^-]$/;
	const longFlagExp = /^--[^-]/;
	const flagParts = flags.split(/[ |,]+/).concat("guard");
	if (shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
	if (longFlagExp.test(flagParts[0])) longFlag = flagParts.shift();
	if (!shortFlag && shortFlagExp.test(flagParts[0])) shortFlag = flagParts.shift();
	if (!shortFlag && longFlagExp.test(flagParts[0])) {
		shortFlag = longFlag;
		longFlag = flagParts.shift();
	}
	if (flagParts[0].startsWith("-")) {
		const unsupportedFlag = flagParts[0];
		const baseError = `option creation failed due to '${unsupportedFlag}' in option flags '${flags}'`;
		if (/^-[^-][^-]/.test(unsupportedFlag)) throw new Error(`${baseError}
- a short flag is a single dash and a single character
  - either use a single dash and a single character (for a short flag)
  - or use a double dash for a long option (and can have two, like '--ws, --workspace')`);
		if (shortFlagExp.test(unsupportedFlag)) throw new Error(`${baseError}
- too many short flags`);
		if (longFlagExp.test(unsupportedFlag)) throw new Error(`${baseError}
- too many long flags`);
		throw new Error(`${baseError}
- unrecognised flag format`);
	}
	if (shortFlag === void 0 && longFlag === void 0) throw new Error(`option creation failed due to no flags found in '${flags}'.`);
	return {
		shortFlag,
		longFlag
	};
}
// node_modules/commander/lib/suggestSimilar.js
const maxDistance = 3;
function editDistance(a, b) {
	if (Math.abs(a.length - b.length) > maxDistance) return Math.max(a.length, b.length);
	const d = [];
	for (let i = 0; i <= a.length; i++) d[i] = [i];
	for (let j = 0; j <= b.length; j++) d[0][j] = j;
	for (let j = 1; j <= b.length; j++) for (let i = 1; i <= a.length; i++) {
		let cost;
		if (a[i - 1] === b[j - 1]) cost = 0;
		else cost = 1;
		d[i][j] = Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost);
		if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
	}
	return d[a.length][b.length];
}
/**
* Find close matches, restricted to same number of edits.
*
* @param {string} word
* @param {string[]} candidates
* @returns {string}
*/
function suggestSimilar(word, candidates) {
	if (!candidates || candidates.length === 0) return "";
	candidates = Array.from(new Set(candidates));
	const searchingOptions = word.startsWith("--");
	if (searchingOptions) {
		word = word.slice(2);
		candidates = candidates.map((candidate) => candidate.slice(2));
	}
	let similar = [];
	let bestDistance = maxDistance;
	const minSimilarity = .4;
	candidates.forEach((candidate) => {
		if (candidate.length <= 1) return;
		const distance = editDistance(word, candidate);
		const length = Math.max(word.length, candidate.length);
		if ((length - distance) / length > minSimilarity) {
			if (distance < bestDistance) {
				bestDistance = distance;
				similar = [candidate];
			} else if (distance === bestDistance) similar.push(candidate);
		}
	});
	similar.sort((a, b) => a.localeCompare(b));
	if (searchingOptions) similar = similar.map((candidate) => `--${candidate}`);
	if (similar.length > 1) return `\n(Did you mean one of ${similar.join(", ")}?)`;
	if (similar.length === 1) return `\n(Did you mean ${similar[0]}?)`;
	return "";
}
// node_modules/commander/lib/command.js
var Command = class Command extends EventEmitter {
	/**
	* Initialize a new `Command`.
	*
	* @param {string} [name]
	*/
	constructor(name) {
		super();
		/** @type {Command[]} */
		this.commands = [];
		/** @type {Option[]} */
		this.options = [];
		this.parent = null;
		this._allowUnknownOption = false;
		this._allowExcessArguments = false;
		/** @type {Argument[]} */
		this.registeredArguments = [];
		this._args = this.registeredArguments;
		/** @type {string[]} */
		this.args = [];
		this.rawArgs = [];
		this.processedArgs = [];
		this._scriptPath = null;
		this._name = name || "";
		this._optionValues = {};
		this._optionValueSources = {};
		this._storeOptionsAsProperties = false;
		this._actionHandler = null;
		this._executableHandler = false;
		this._executableFile = null;
		this._executableDir = null;
		this._defaultCommandName = null;
		this._exitCallback = null;
		this._aliases = [];
		this._combineFlagAndOptionalValue = true;
		this._description = "";
		this._summary = "";
		this._argsDescription = void 0;
		this._enablePositionalOptions = false;
		this._passThroughOptions = false;
		this._lifeCycleHooks = {};
		/** @type {(boolean | string)} */
		this._showHelpAfterError = false;
		this._showSuggestionAfterError = true;
		this._savedState = null;
		this._outputConfiguration = {
			writeOut: (str) => process$1.stdout.write(str),
			writeErr: (str) => process$1.stderr.write(str),
			outputError: (str, write) => write(str),
			getOutHelpWidth: () => process$1.stdout.isTTY ? process$1.stdout.columns : void 0,
			getErrHelpWidth: () => process$1.stderr.isTTY ? process$1.stderr.columns : void 0,
			getOutHasColors: () => useColor() ?? (process$1.stdout.isTTY && process$1.stdout.hasColors?.()),
			getErrHasColors: () => useColor() ?? (process$1.stderr.isTTY && process$1.stderr.hasColors?.()),
			stripColor: (str) => stripVTControlCharacters(str)
		};
		this._hidden = false;
		/** @type {(Option | null | undefined)} */
		this._helpOption = void 0;
		this._addImplicitHelpCommand = void 0;
		/** @type {Command} */
		this._helpCommand = void 0;
		this._helpConfiguration = {};
		/** @type {string | undefined} */
		this._helpGroupHeading = void 0;
		/** @type {string | undefined} */
		this._defaultCommandGroup = void 0;
		/** @type {string | undefined} */
		this._defaultOptionGroup = void 0;
	}
	/**
	* Copy settings that are useful to have in common across root command and subcommands.
	*
	* (Used internally when adding a command using `.command()` so subcommands inherit parent settings.)
	*
	* @param {Command} sourceCommand
	* @return {Command} `this` command for chaining
	*/
	copyInheritedSettings(sourceCommand) {
		this._outputConfiguration = sourceCommand._outputConfiguration;
		this._helpOption = sourceCommand._helpOption;
		this._helpCommand = sourceCommand._helpCommand;
		this._helpConfiguration = sourceCommand._helpConfiguration;
		this._exitCallback = sourceCommand._exitCallback;
		this._storeOptionsAsProperties = sourceCommand._storeOptionsAsProperties;
		this._combineFlagAndOptionalValue = sourceCommand._combineFlagAndOptionalValue;
		this._allowExcessArguments = sourceCommand._allowExcessArguments;
		this._enablePositionalOptions = sourceCommand._enablePositionalOptions;
		this._showHelpAfterError = sourceCommand._showHelpAfterError;
		this._showSuggestionAfterError = sourceCommand._showSuggestionAfterError;
		return this;
	}
	/**
	* @returns {Command[]}
	* @private
	*/
	_getCommandAndAncestors() {
		const result = [];
		for (let command = this; command; command = command.parent) result.push(command);
		return result;
	}
	/**
	* Define a command.
	*
	* There are two styles of command: pay attention to where to put the description.
	*
	* @example
	* // Command implemented using action handler (description is supplied separately to `.command`)
	* program
	*   .command('clone <source> [destination]')
	*   .description('clone a repository into a newly created directory')
	*   .action((source, destination) => {
	*     console.log('clone command called');
	*   });
	*
	* // Command implemented using separate executable file (description is second parameter to `.command`)
	* program
	*   .command('start <service>', 'start named service')
	*   .command('stop [service]', 'stop named service, or all if no name supplied');
	*
	* @param {string} nameAndArgs - command name and arguments, args are `<required>` or `[optional]` and last may also be `variadic...`
	* @param {(object | string)} [actionOptsOrExecDesc] - configuration options (for action), or description (for executable)
	* @param {object} [execOpts] - configuration options (for executable)
	* @return {Command} returns new command for action handler, or `this` for executable command
	*/
	command(nameAndArgs, actionOptsOrExecDesc, execOpts) {
		let desc = actionOptsOrExecDesc;
		let opts = execOpts;
		if (typeof desc === "object" && desc !== null) {
			opts = desc;
			desc = null;
		}
		opts = opts || {};
		const [, name, args] = nameAndArgs.match(/([^ ]+) *(.*)/);
		const cmd = this.createCommand(name);
		if (desc) {
			cmd.description(desc);
			cmd._executableHandler = true;
		}
		if (opts.isDefault) this._defaultCommandName = cmd._name;
		cmd._hidden = !!(opts.noHelp || opts.hidden);
		cmd._executableFile = opts.executableFile || null;
		if (args) cmd.arguments(args);
		this._registerCommand(cmd);
		cmd.parent = this;
		cmd.copyInheritedSettings(this);
		if (desc) return this;
		return cmd;
	}
	/**
	* Factory routine to create a new unattached command.
	*
	* See .command() for creating an attached subcommand, which uses this routine to
	* create the command. You can override createCommand to customise subcommands.
	*
	* @param {string} [name]
	* @return {Command} new command
	*/
	createCommand(name) {
		return new Command(name);
	}
	/**
	* You can customise the help with a subclass of Help by overriding createHelp,
	* or by overriding Help properties using configureHelp().
	*
	* @return {Help}
	*/
	createHelp() {
		return Object.assign(new Help(), this.configureHelp());
	}
	/**
	* You can customise the help by overriding Help properties using configureHelp(),
	* or with a subclass of Help by overriding createHelp().
	*
	* @param {object} [configuration] - configuration options
	* @return {(Command | object)} `this` command for chaining, or stored configuration
	*/
	configureHelp(configuration) {
		if (configuration === void 0) return this._helpConfiguration;
		this._helpConfiguration = configuration;
		return this;
	}
	/**
	* The default output goes to stdout and stderr. You can customise this for special
	* applications. You can also customise the display of errors by overriding outputError.
	*
	* The configuration properties are all functions:
	*
	*     // change how output being written, defaults to stdout and stderr
	*     writeOut(str)
	*     writeErr(str)
	*     // change how output being written for errors, defaults to writeErr
	*     outputError(str, write) // used for displaying errors and not used for displaying help
	*     // specify width for wrapping help
	*     getOutHelpWidth()
	*     getErrHelpWidth()
	*     // color support, currently only used with Help
	*     getOutHasColors()
	*     getErrHasColors()
	*     stripColor() // used to remove ANSI escape codes if output does not have colors
	*
	* @param {object} [configuration] - configuration options
	* @return {(Command | object)} `this` command for chaining, or stored configuration
	*/
	configureOutput(configuration) {
		if (configuration === void 0) return this._outputConfiguration;
		this._outputConfiguration = {
			...this._outputConfiguration,
			...configuration
		};
		return this;
	}
	/**
	* Display the help or a custom message after an error occurs.
	*
	* @param {(boolean|string)} [displayHelp]
	* @return {Command} `this` command for chaining
	*/
	showHelpAfterError(displayHelp = true) {
		if (typeof displayHelp !== "string") displayHelp = !!displayHelp;
		this._showHelpAfterError = displayHelp;
		return this;
	}
	/**
	* Display suggestion of similar commands for unknown commands, or options for unknown options.
	*
	* @param {boolean} [displaySuggestion]
	* @return {Command} `this` command for chaining
	*/
	showSuggestionAfterError(displaySuggestion = true) {
		this._showSuggestionAfterError = !!displaySuggestion;
		return this;
	}
	/**
	* Add a prepared subcommand.
	*
	* See .command() for creating an attached subcommand which inherits settings from its parent.
	*
	* @param {Command} cmd - new subcommand
	* @param {object} [opts] - configuration options
	* @return {Command} `this` command for chaining
	*/
	addCommand(cmd, opts) {
		if (!cmd._name) throw new Error(`Command passed to .addCommand() must have a name
- specify the name in Command constructor or using .name()`);
		opts = opts || {};
		if (opts.isDefault) this._defaultCommandName = cmd._name;
		if (opts.noHelp || opts.hidden) cmd._hidden = true;
		this._registerCommand(cmd);
		cmd.parent = this;
		cmd._checkForBrokenPassThrough();
		return this;
	}
	/**
	* Factory routine to create a new unattached argument.
	*
	* See .argument() for creating an attached argument, which uses this routine to
	* create the argument. You can override createArgument to return a custom argument.
	*
	* @param {string} name
	* @param {string} [description]
	* @return {Argument} new argument
	*/
	createArgument(name, description) {
		return new Argument(name, description);
	}
	/**
	* Define argument syntax for command.
	*
	* The default is that the argument is required, and you can explicitly
	* indicate this with <> around the name. Put [] around the name for an optional argument.
	*
	* @example
	* program.argument('<input-file>');
	* program.argument('[output-file]');
	*
	* @param {string} name
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom argument processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	argument(name, description, parseArg, defaultValue) {
		const argument = this.createArgument(name, description);
		if (typeof parseArg === "function") argument.default(defaultValue).argParser(parseArg);
		else argument.default(parseArg);
		this.addArgument(argument);
		return this;
	}
	/**
	* Define argument syntax for command, adding multiple at once (without descriptions).
	*
	* See also .argument().
	*
	* @example
	* program.arguments('<cmd> [env]');
	*
	* @param {string} names
	* @return {Command} `this` command for chaining
	*/
	arguments(names) {
		names.trim().split(/ +/).forEach((detail) => {
			this.argument(detail);
		});
		return this;
	}
	/**
	* Define argument syntax for command, adding a prepared argument.
	*
	* @param {Argument} argument
	* @return {Command} `this` command for chaining
	*/
	addArgument(argument) {
		const previousArgument = this.registeredArguments.slice(-1)[0];
		if (previousArgument?.variadic) throw new Error(`only the last argument can be variadic '${previousArgument.name()}'`);
		if (argument.required && argument.defaultValue !== void 0 && argument.parseArg === void 0) throw new Error(`a default value for a required argument is never used: '${argument.name()}'`);
		this.registeredArguments.push(argument);
		return this;
	}
	/**
	* Customise or override default help command. By default a help command is automatically added if your command has subcommands.
	*
	* @example
	*    program.helpCommand('help [cmd]');
	*    program.helpCommand('help [cmd]', 'show help');
	*    program.helpCommand(false); // suppress default help command
	*    program.helpCommand(true); // add help command even if no subcommands
	*
	* @param {string|boolean} enableOrNameAndArgs - enable with custom name and/or arguments, or boolean to override whether added
	* @param {string} [description] - custom description
	* @return {Command} `this` command for chaining
	*/
	helpCommand(enableOrNameAndArgs, description) {
		if (typeof enableOrNameAndArgs === "boolean") {
			this._addImplicitHelpCommand = enableOrNameAndArgs;
			if (enableOrNameAndArgs && this._defaultCommandGroup) this._initCommandGroup(this._getHelpCommand());
			return this;
		}
		const [, helpName, helpArgs] = (enableOrNameAndArgs ?? "help [command]").match(/([^ ]+) *(.*)/);
		const helpDescription = description ?? "display help for command";
		const helpCommand = this.createCommand(helpName);
		helpCommand.helpOption(false);
		if (helpArgs) helpCommand.arguments(helpArgs);
		if (helpDescription) helpCommand.description(helpDescription);
		this._addImplicitHelpCommand = true;
		this._helpCommand = helpCommand;
		if (enableOrNameAndArgs || description) this._initCommandGroup(helpCommand);
		return this;
	}
	/**
	* Add prepared custom help command.
	*
	* @param {(Command|string|boolean)} helpCommand - custom help command, or deprecated enableOrNameAndArgs as for `.helpCommand()`
	* @param {string} [deprecatedDescription] - deprecated custom description used with custom name only
	* @return {Command} `this` command for chaining
	*/
	addHelpCommand(helpCommand, deprecatedDescription) {
		if (typeof helpCommand !== "object") {
			this.helpCommand(helpCommand, deprecatedDescription);
			return this;
		}
		this._addImplicitHelpCommand = true;
		this._helpCommand = helpCommand;
		this._initCommandGroup(helpCommand);
		return this;
	}
	/**
	* Lazy create help command.
	*
	* @return {(Command|null)}
	* @package
	*/
	_getHelpCommand() {
		if (this._addImplicitHelpCommand ?? (this.commands.length && !this._actionHandler && !this._findCommand("help"))) {
			if (this._helpCommand === void 0) this.helpCommand(void 0, void 0);
			return this._helpCommand;
		}
		return null;
	}
	/**
	* Add hook for life cycle event.
	*
	* @param {string} event
	* @param {Function} listener
	* @return {Command} `this` command for chaining
	*/
	hook(event, listener) {
		const allowedValues = [
			"preSubcommand",
			"preAction",
			"postAction"
		];
		if (!allowedValues.includes(event)) throw new Error(`Unexpected value for event passed to hook : '${event}'.
Expecting one of '${allowedValues.join("', '")}'`);
		if (this._lifeCycleHooks[event]) this._lifeCycleHooks[event].push(listener);
		else this._lifeCycleHooks[event] = [listener];
		return this;
	}
	/**
	* Register callback to use as replacement for calling process.exit.
	*
	* @param {Function} [fn] optional callback which will be passed a CommanderError, defaults to throwing
	* @return {Command} `this` command for chaining
	*/
	exitOverride(fn) {
		if (fn) this._exitCallback = fn;
		else this._exitCallback = (err) => {
			if (err.code !== "commander.executeSubCommandAsync") throw err;
		};
		return this;
	}
	/**
	* Call process.exit, and _exitCallback if defined.
	*
	* @param {number} exitCode exit code for using with process.exit
	* @param {string} code an id string representing the error
	* @param {string} message human-readable description of the error
	* @return never
	* @private
	*/
	_exit(exitCode, code, message) {
		if (this._exitCallback) this._exitCallback(new CommanderError(exitCode, code, message));
		process$1.exit(exitCode);
	}
	/**
	* Register callback `fn` for the command.
	*
	* @example
	* program
	*   .command('serve')
	*   .description('start service')
	*   .action(function() {
	*      // do work here
	*   });
	*
	* @param {Function} fn
	* @return {Command} `this` command for chaining
	*/
	action(fn) {
		const listener = (args) => {
			const expectedArgsCount = this.registeredArguments.length;
			const actionArgs = args.slice(0, expectedArgsCount);
			if (this._storeOptionsAsProperties) actionArgs[expectedArgsCount] = this;
			else actionArgs[expectedArgsCount] = this.opts();
			actionArgs.push(this);
			return fn.apply(this, actionArgs);
		};
		this._actionHandler = listener;
		return this;
	}
	/**
	* Factory routine to create a new unattached option.
	*
	* See .option() for creating an attached option, which uses this routine to
	* create the option. You can override createOption to return a custom option.
	*
	* @param {string} flags
	* @param {string} [description]
	* @return {Option} new option
	*/
	createOption(flags, description) {
		return new Option(flags, description);
	}
	/**
	* Wrap parseArgs to catch 'commander.invalidArgument'.
	*
	* @param {(Option | Argument)} target
	* @param {string} value
	* @param {*} previous
	* @param {string} invalidArgumentMessage
	* @private
	*/
	_callParseArg(target, value, previous, invalidArgumentMessage) {
		try {
			return target.parseArg(value, previous);
		} catch (err) {
			if (err.code === "commander.invalidArgument") {
				const message = `${invalidArgumentMessage} ${err.message}`;
				this.error(message, {
					exitCode: err.exitCode,
					code: err.code
				});
			}
			throw err;
		}
	}
	/**
	* Check for option flag conflicts.
	* Register option if no conflicts found, or throw on conflict.
	*
	* @param {Option} option
	* @private
	*/
	_registerOption(option) {
		const matchingOption = option.short && this._findOption(option.short) || option.long && this._findOption(option.long);
		if (matchingOption) {
			const matchingFlag = option.long && this._findOption(option.long) ? option.long : option.short;
			throw new Error(`Cannot add option '${option.flags}'${this._name && ` to command '${this._name}'`} due to conflicting flag '${matchingFlag}'
-  already used by option '${matchingOption.flags}'`);
		}
		this._initOptionGroup(option);
		this.options.push(option);
	}
	/**
	* Check for command name and alias conflicts with existing commands.
	* Register command if no conflicts found, or throw on conflict.
	*
	* @param {Command} command
	* @private
	*/
	_registerCommand(command) {
		const knownBy = (cmd) => {
			return [cmd.name()].concat(cmd.aliases());
		};
		const alreadyUsed = knownBy(command).find((name) => this._findCommand(name));
		if (alreadyUsed) {
			const existingCmd = knownBy(this._findCommand(alreadyUsed)).join("|");
			const newCmd = knownBy(command).join("|");
			throw new Error(`cannot add command '${newCmd}' as already have command '${existingCmd}'`);
		}
		this._initCommandGroup(command);
		this.commands.push(command);
	}
	/**
	* Add an option.
	*
	* @param {Option} option
	* @return {Command} `this` command for chaining
	*/
	addOption(option) {
		this._registerOption(option);
		const oname = option.name();
		const name = option.attributeName();
		if (option.defaultValue !== void 0) this.setOptionValueWithSource(name, option.defaultValue, "default");
		const handleOptionValue = (val, invalidValueMessage, valueSource) => {
			if (val == null && option.presetArg !== void 0) val = option.presetArg;
			const oldValue = this.getOptionValue(name);
			if (val !== null && option.parseArg) val = this._callParseArg(option, val, oldValue, invalidValueMessage);
			else if (val !== null && option.variadic) val = option._collectValue(val, oldValue);
			if (val == null) {
				if (option.negate) val = false;
				else if (option.isBoolean() || option.optional) val = true;
				else val = "";
			}
			this.setOptionValueWithSource(name, val, valueSource);
		};
		this.on("option:" + oname, (val) => {
			const invalidValueMessage = `error: option '${option.flags}' argument '${val}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "cli");
		});
		if (option.envVar) this.on("optionEnv:" + oname, (val) => {
			const invalidValueMessage = `error: option '${option.flags}' value '${val}' from env '${option.envVar}' is invalid.`;
			handleOptionValue(val, invalidValueMessage, "env");
		});
		return this;
	}
	/**
	* Internal implementation shared by .option() and .requiredOption()
	*
	* @return {Command} `this` command for chaining
	* @private
	*/
	_optionEx(config, flags, description, fn, defaultValue) {
		if (typeof flags === "object" && flags instanceof Option) throw new Error("To add an Option object use addOption() instead of option() or requiredOption()");
		const option = this.createOption(flags, description);
		option.makeOptionMandatory(!!config.mandatory);
		if (typeof fn === "function") option.default(defaultValue).argParser(fn);
		else if (fn instanceof RegExp) {
			const regex = fn;
			fn = (val, def) => {
				const m = regex.exec(val);
				return m ? m[0] : def;
			};
			option.default(defaultValue).argParser(fn);
		} else option.default(fn);
		return this.addOption(option);
	}
	/**
	* Define option with `flags`, `description`, and optional argument parsing function or `defaultValue` or both.
	*
	* The `flags` string contains the short and/or long flags, separated by comma, a pipe or space. A required
	* option-argument is indicated by `<>` and an optional option-argument by `[]`.
	*
	* See the README for more details, and see also addOption() and requiredOption().
	*
	* @example
	* program
	*     .option('-p, --pepper', 'add pepper')
	*     .option('--pt, --pizza-type <TYPE>', 'type of pizza') // required option-argument
	*     .option('-c, --cheese [CHEESE]', 'add extra cheese', 'mozzarella') // optional option-argument with default
	*     .option('-t, --tip <VALUE>', 'add tip to purchase cost', parseFloat) // custom parse function
	*
	* @param {string} flags
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom option processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	option(flags, description, parseArg, defaultValue) {
		return this._optionEx({}, flags, description, parseArg, defaultValue);
	}
	/**
	* Add a required option which must have a value after parsing. This usually means
	* the option must be specified on the command line. (Otherwise the same as .option().)
	*
	* The `flags` string contains the short and/or long flags, separated by comma, a pipe or space.
	*
	* @param {string} flags
	* @param {string} [description]
	* @param {(Function|*)} [parseArg] - custom option processing function or default value
	* @param {*} [defaultValue]
	* @return {Command} `this` command for chaining
	*/
	requiredOption(flags, description, parseArg, defaultValue) {
		return this._optionEx({ mandatory: true }, flags, description, parseArg, defaultValue);
	}
	/**
	* Alter parsing of short flags with optional values.
	*
	* @example
	* // for `.option('-f,--flag [value]'):
	* program.combineFlagAndOptionalValue(true);  // `-f80` is treated like `--flag=80`, this is the default behaviour
	* program.combineFlagAndOptionalValue(false) // `-fb` is treated like `-f -b`
	*
	* @param {boolean} [combine] - if `true` or omitted, an optional value can be specified directly after the flag.
	* @return {Command} `this` command for chaining
	*/
	combineFlagAndOptionalValue(combine = true) {
		this._combineFlagAndOptionalValue = !!combine;
		return this;
	}
	/**
	* Allow unknown options on the command line.
	*
	* @param {boolean} [allowUnknown] - if `true` or omitted, no error will be thrown for unknown options.
	* @return {Command} `this` command for chaining
	*/
	allowUnknownOption(allowUnknown = true) {
		this._allowUnknownOption = !!allowUnknown;
		return this;
	}
	/**
	* Allow excess command-arguments on the command line. Pass false to make excess arguments an error.
	*
	* @param {boolean} [allowExcess] - if `true` or omitted, no error will be thrown for excess arguments.
	* @return {Command} `this` command for chaining
	*/
	allowExcessArguments(allowExcess = true) {
		this._allowExcessArguments = !!allowExcess;
		return this;
	}
	/**
	* Enable positional options. Positional means global options are specified before subcommands which lets
	* subcommands reuse the same option names, and also enables subcommands to turn on passThroughOptions.
	* The default behaviour is non-positional and global options may appear anywhere on the command line.
	*
	* @param {boolean} [positional]
	* @return {Command} `this` command for chaining
	*/
	enablePositionalOptions(positional = true) {
		this._enablePositionalOptions = !!positional;
		return this;
	}
	/**
	* Pass through options that come after command-arguments rather than treat them as command-options,
	* so actual command-options come before command-arguments. Turning this on for a subcommand requires
	* positional options to have been enabled on the program (parent commands).
	* The default behaviour is non-positional and options may appear before or after command-arguments.
	*
	* @param {boolean} [passThrough] for unknown options.
	* @return {Command} `this` command for chaining
	*/
	passThroughOptions(passThrough = true) {
		this._passThroughOptions = !!passThrough;
		this._checkForBrokenPassThrough();
		return this;
	}
	/**
	* @private
	*/
	_checkForBrokenPassThrough() {
		if (this.parent && this._passThroughOptions && !this.parent._enablePositionalOptions) throw new Error(`passThroughOptions cannot be used for '${this._name}' without turning on enablePositionalOptions for parent command(s)`);
	}
	/**
	* Whether to store option values as properties on command object,
	* or store separately (specify false). In both cases the option values can be accessed using .opts().
	*
	* @param {boolean} [storeAsProperties=true]
	* @return {Command} `this` command for chaining
	*/
	storeOptionsAsProperties(storeAsProperties = true) {
		if (this.options.length) throw new Error("call .storeOptionsAsProperties() before adding options");
		if (Object.keys(this._optionValues).length) throw new Error("call .storeOptionsAsProperties() before setting option values");
		this._storeOptionsAsProperties = !!storeAsProperties;
		return this;
	}
	/**
	* Retrieve option value.
	*
	* @param {string} key
	* @return {object} value
	*/
	getOptionValue(key) {
		if (this._storeOptionsAsProperties) return this[key];
		return this._optionValues[key];
	}
	/**
	* Store option value.
	*
	* @param {string} key
	* @param {object} value
	* @return {Command} `this` command for chaining
	*/
	setOptionValue(key, value) {
		return this.setOptionValueWithSource(key, value, void 0);
	}
	/**
	* Store option value and where the value came from.
	*
	* @param {string} key
	* @param {object} value
	* @param {string} source - expected values are default/config/env/cli/implied
	* @return {Command} `this` command for chaining
	*/
	setOptionValueWithSource(key, value, source) {
		if (this._storeOptionsAsProperties) this[key] = value;
		else this._optionValues[key] = value;
		this._optionValueSources[key] = source;
		return this;
	}
	/**
	* Get source of option value.
	* Expected values are default | config | env | cli | implied
	*
	* @param {string} key
	* @return {string}
	*/
	getOptionValueSource(key) {
		return this._optionValueSources[key];
	}
	/**
	* Get source of option value. See also .optsWithGlobals().
	* Expected values are default | config | env | cli | implied
	*
	* @param {string} key
	* @return {string}
	*/
	getOptionValueSourceWithGlobals(key) {
		let source;
		this._getCommandAndAncestors().forEach((cmd) => {
			if (Object.hasOwn(cmd._optionValueSources, key)) source = cmd.getOptionValueSource(key);
		});
		return source;
	}
	/**
	* Get user arguments from implied or explicit arguments.
	* Side-effects: set _scriptPath if args included script. Used for default program name, and subcommand searches.
	*
	* @private
	*/
	_prepareUserArgs(argv, parseOptions) {
		if (argv !== void 0 && !Array.isArray(argv)) throw new Error("first parameter to parse must be array or undefined");
		parseOptions = parseOptions || {};
		if (argv === void 0 && parseOptions.from === void 0) {
			if (process$1.versions?.electron) parseOptions.from = "electron";
			const execArgv = process$1.execArgv ?? [];
			if (execArgv.includes("-e") || execArgv.includes("--eval") || execArgv.includes("-p") || execArgv.includes("--print")) parseOptions.from = "eval";
		}
		if (argv === void 0) argv = process$1.argv;
		this.rawArgs = argv.slice();
		let userArgs;
		switch (parseOptions.from) {
			case void 0:
			case "node":
				this._scriptPath = argv[1];
				userArgs = argv.slice(2);
				break;
			case "electron":
				if (process$1.defaultApp) {
					this._scriptPath = argv[1];
					userArgs = argv.slice(2);
				} else userArgs = argv.slice(1);
				break;
			case "user":
				userArgs = argv.slice(0);
				break;
			case "eval":
				userArgs = argv.slice(1);
				break;
			default: throw new Error(`unexpected parse option { from: '${parseOptions.from}' }`);
		}
		if (!this._name && this._scriptPath) this.nameFromFilename(this._scriptPath);
		this._name = this._name || "program";
		return userArgs;
	}
	/**
	* Parse `argv`, setting options and invoking commands when defined.
	*
	* Use parseAsync instead of parse if any of your action handlers are async.
	*
	* Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
	*
	* Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
	* - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
	* - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
	* - `'user'`: just user arguments
	*
	* @example
	* program.parse(); // parse process.argv and auto-detect electron and special node flags
	* program.parse(process.argv); // assume argv[0] is app and argv[1] is script
	* program.parse(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
	*
	* @param {string[]} [argv] - optional, defaults to process.argv
	* @param {object} [parseOptions] - optionally specify style of options with from: node/user/electron
	* @param {string} [parseOptions.from] - where the args are from: 'node', 'user', 'electron'
	* @return {Command} `this` command for chaining
	*/
	parse(argv, parseOptions) {
		this._prepareForParse();
		const userArgs = this._prepareUserArgs(argv, parseOptions);
		this._parseCommand([], userArgs);
		return this;
	}
	/**
	* Parse `argv`, setting options and invoking commands when defined.
	*
	* Call with no parameters to parse `process.argv`. Detects Electron and special node options like `node --eval`. Easy mode!
	*
	* Or call with an array of strings to parse, and optionally where the user arguments start by specifying where the arguments are `from`:
	* - `'node'`: default, `argv[0]` is the application and `argv[1]` is the script being run, with user arguments after that
	* - `'electron'`: `argv[0]` is the application and `argv[1]` varies depending on whether the electron application is packaged
	* - `'user'`: just user arguments
	*
	* @example
	* await program.parseAsync(); // parse process.argv and auto-detect electron and special node flags
	* await program.parseAsync(process.argv); // assume argv[0] is app and argv[1] is script
	* await program.parseAsync(my-args, { from: 'user' }); // just user supplied arguments, nothing special about argv[0]
	*
	* @param {string[]} [argv]
	* @param {object} [parseOptions]
	* @param {string} parseOptions.from - where the args are from: 'node', 'user', 'electron'
	* @return {Promise}
	*/
	async parseAsync(argv, parseOptions) {
		this._prepareForParse();
		const userArgs = this._prepareUserArgs(argv, parseOptions);
		await this._parseCommand([], userArgs);
		return this;
	}
	_prepareForParse() {
		if (this._savedState === null) {
			this.options.filter((option) => option.negate && option.defaultValue === void 0 && this.getOptionValue(option.attributeName()) === void 0).forEach((option) => {
				const positiveLongFlag = option.long.replace(/^--no-/, "--");
				if (!this._findOption(positiveLongFlag)) this.setOptionValueWithSource(option.attributeName(), true, "default");
			});
			this.saveStateBeforeParse();
		} else this.restoreStateBeforeParse();
	}
	/**
	* Called the first time parse is called to save state and allow a restore before subsequent calls to parse.
	* Not usually called directly, but available for subclasses to save their custom state.
	*
	* This is called in a lazy way. Only commands used in parsing chain will have state saved.
	*/
	saveStateBeforeParse() {
		this._savedState = {
			_name: this._name,
			_optionValues: { ...this._optionValues },
			_optionValueSources: { ...this._optionValueSources }
		};
	}
	/**
	* Restore state before parse for calls after the first.
	* Not usually called directly, but available for subclasses to save their custom state.
	*
	* This is called in a lazy way. Only commands used in parsing chain will have state restored.
	*/
	restoreStateBeforeParse() {
		if (this._storeOptionsAsProperties) throw new Error(`Can not call parse again when storeOptionsAsProperties is true.
- either make a new Command for each call to parse, or stop storing options as properties`);
		this._name = this._savedState._name;
		this._scriptPath = null;
		this.rawArgs = [];
		this._optionValues = { ...this._savedState._optionValues };
		this._optionValueSources = { ...this._savedState._optionValueSources };
		this.args = [];
		this.processedArgs = [];
	}
	/**
	* Throw if expected executable is missing. Add lots of help for author.
	*
	* @param {string} executableFile
	* @param {string} executableDir
	* @param {string} subcommandName
	*/
	_checkForMissingExecutable(executableFile, executableDir, subcommandName) {
		if (fs.existsSync(executableFile)) return;
		const executableMissing = `'${executableFile}' does not exist
 - if '${subcommandName}' is not meant to be an executable command, remove description parameter from '.command()' and use '.description()' instead
 - if the default executable name is not suitable, use the executableFile option to supply a custom name or path
 - ${executableDir ? `searched for local subcommand relative to directory '${executableDir}'` : "no directory for search for local subcommand, use .executableDir() to supply a custom directory"}`;
		throw new Error(executableMissing);
	}
	/**
	* Execute a sub-command executable.
	*
	* @private
	*/
	_executeSubCommand(subcommand, args) {
		args = args.slice();
		const sourceExt = [
			".js",
			".ts",
			".tsx",
			".mjs",
			".cjs"
		];
		function findFile(baseDir, baseName) {
			const localBin = path.resolve(baseDir, baseName);
			if (fs.existsSync(localBin)) return localBin;
			if (sourceExt.includes(path.extname(baseName))) return void 0;
			const foundExt = sourceExt.find((ext) => fs.existsSync(`${localBin}${ext}`));
			if (foundExt) return `${localBin}${foundExt}`;
		}
		this._checkForMissingMandatoryOptions();
		this._checkForConflictingOptions();
		let executableFile = subcommand._executableFile || `${this._name}-${subcommand._name}`;
		let executableDir = this._executableDir || "";
		if (this._scriptPath) {
			let resolvedScriptPath;
			try {
				resolvedScriptPath = fs.realpathSync(this._scriptPath);
			} catch {
				resolvedScriptPath = this._scriptPath;
			}
			executableDir = path.resolve(path.dirname(resolvedScriptPath), executableDir);
		}
		if (executableDir) {
			let localFile = findFile(executableDir, executableFile);
			if (!localFile && !subcommand._executableFile && this._scriptPath) {
				const legacyName = path.basename(this._scriptPath, path.extname(this._scriptPath));
				if (legacyName !== this._name) localFile = findFile(executableDir, `${legacyName}-${subcommand._name}`);
			}
			executableFile = localFile || executableFile;
		}
		const launchWithNode = sourceExt.includes(path.extname(executableFile));
		let proc;
		if (process$1.platform !== "win32") {
			if (launchWithNode) {
				args.unshift(executableFile);
				args = incrementNodeInspectorPort(process$1.execArgv).concat(args);
				proc = childProcess.spawn(process$1.argv[0], args, { stdio: "inherit" });
			} else proc = childProcess.spawn(executableFile, args, { stdio: "inherit" });
		} else {
			this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
			args.unshift(executableFile);
			args = incrementNodeInspectorPort(process$1.execArgv).concat(args);
			proc = childProcess.spawn(process$1.execPath, args, { stdio: "inherit" });
		}
		if (!proc.killed) [
			"SIGUSR1",
			"SIGUSR2",
			"SIGTERM",
			"SIGINT",
			"SIGHUP"
		].forEach((signal) => {
			process$1.on(signal, () => {
				if (proc.killed === false && proc.exitCode === null) proc.kill(signal);
			});
		});
		const exitCallback = this._exitCallback;
		proc.on("close", (code) => {
			code = code ?? 1;
			if (!exitCallback) process$1.exit(code);
			else exitCallback(new CommanderError(code, "commander.executeSubCommandAsync", "(close)"));
		});
		proc.on("error", (err) => {
			if (err.code === "ENOENT") this._checkForMissingExecutable(executableFile, executableDir, subcommand._name);
			else if (err.code === "EACCES") throw new Error(`'${executableFile}' not executable`);
			if (!exitCallback) process$1.exit(1);
			else {
				const wrappedError = new CommanderError(1, "commander.executeSubCommandAsync", "(error)");
				wrappedError.nestedError = err;
				exitCallback(wrappedError);
			}
		});
		this.runningCommand = proc;
	}
	/**
	* @private
	*/
	_dispatchSubcommand(commandName, operands, unknown) {
		const subCommand = this._findCommand(commandName);
		if (!subCommand) this.help({ error: true });
		subCommand._prepareForParse();
		let promiseChain;
		promiseChain = this._chainOrCallSubCommandHook(promiseChain, subCommand, "preSubcommand");
		promiseChain = this._chainOrCall(promiseChain, () => {
			if (subCommand._executableHandler) this._executeSubCommand(subCommand, operands.concat(unknown));
			else return subCommand._parseCommand(operands, unknown);
		});
		return promiseChain;
	}
	/**
	* Invoke help directly if possible, or dispatch if necessary.
	* e.g. help foo
	*
	* @private
	*/
	_dispatchHelpCommand(subcommandName) {
		if (!subcommandName) this.help();
		const subCommand = this._findCommand(subcommandName);
		if (subCommand && !subCommand._executableHandler) subCommand.help();
		return this._dispatchSubcommand(subcommandName, [], [this._getHelpOption()?.long ?? this._getHelpOption()?.short ?? "--help"]);
	}
	/**
	* Check this.args against expected this.registeredArguments.
	*
	* @private
	*/
	_checkNumberOfArguments() {
		this.registeredArguments.forEach((arg, i) => {
			if (arg.required && this.args[i] == null) this.missingArgument(arg.name());
		});
		if (this.registeredArguments.length > 0 && this.registeredArguments[this.registeredArguments.length - 1].variadic) return;
		if (this.args.length > this.registeredArguments.length) this._excessArguments(this.args);
	}
	/**
	* Process this.args using this.registeredArguments and save as this.processedArgs!
	*
	* @private
	*/
	_processArguments() {
		const myParseArg = (argument, value, previous) => {
			let parsedValue = value;
			if (value !== null && argument.parseArg) {
				const invalidValueMessage = `error: command-argument value '${value}' is invalid for argument '${argument.name()}'.`;
				parsedValue = this._callParseArg(argument, value, previous, invalidValueMessage);
			}
			return parsedValue;
		};
		this._checkNumberOfArguments();
		const processedArgs = [];
		this.registeredArguments.forEach((declaredArg, index) => {
			let value = declaredArg.defaultValue;
			if (declaredArg.variadic) {
				if (index < this.args.length) {
					value = this.args.slice(index);
					if (declaredArg.parseArg) value = value.reduce((processed, v) => {
						return myParseArg(declaredArg, v, processed);
					}, declaredArg.defaultValue);
				} else if (value === void 0) value = [];
			} else if (index < this.args.length) {
				value = this.args[index];
				if (declaredArg.parseArg) value = myParseArg(declaredArg, value, declaredArg.defaultValue);
			}
			processedArgs[index] = value;
		});
		this.processedArgs = processedArgs;
	}
	/**
	* Once we have a promise we chain, but call synchronously until then.
	*
	* @param {(Promise|undefined)} promise
	* @param {Function} fn
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCall(promise, fn) {
		if (promise?.then && typeof promise.then === "function") return promise.then(() => fn());
		return fn();
	}
	/**
	*
	* @param {(Promise|undefined)} promise
	* @param {string} event
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCallHooks(promise, event) {
		let result = promise;
		const hooks = [];
		this._getCommandAndAncestors().reverse().filter((cmd) => cmd._lifeCycleHooks[event] !== void 0).forEach((hookedCommand) => {
			hookedCommand._lifeCycleHooks[event].forEach((callback) => {
				hooks.push({
					hookedCommand,
					callback
				});
			});
		});
		if (event === "postAction") hooks.reverse();
		hooks.forEach((hookDetail) => {
			result = this._chainOrCall(result, () => {
				return hookDetail.callback(hookDetail.hookedCommand, this);
			});
		});
		return result;
	}
	/**
	*
	* @param {(Promise|undefined)} promise
	* @param {Command} subCommand
	* @param {string} event
	* @return {(Promise|undefined)}
	* @private
	*/
	_chainOrCallSubCommandHook(promise, subCommand, event) {
		let result = promise;
		if (this._lifeCycleHooks[event] !== void 0) this._lifeCycleHooks[event].forEach((hook) => {
			result = this._chainOrCall(result, () => {
				return hook(this, subCommand);
			});
		});
		return result;
	}
	/**
	* Process arguments in context of this command.
	* Returns action result, in case it is a promise.
	*
	* @private
	*/
	_parseCommand(operands, unknown) {
		const parsed = this.parseOptions(unknown);
		this._parseOptionsEnv();
		this._parseOptionsImplied();
		operands = operands.concat(parsed.operands);
		unknown = parsed.unknown;
		this.args = operands.concat(unknown);
		if (operands && this._findCommand(operands[0])) return this._dispatchSubcommand(operands[0], operands.slice(1), unknown);
		if (this._getHelpCommand() && operands[0] === this._getHelpCommand().name()) return this._dispatchHelpCommand(operands[1]);
		if (this._defaultCommandName) {
			this._outputHelpIfRequested(unknown);
			return this._dispatchSubcommand(this._defaultCommandName, operands, unknown);
		}
		if (this.commands.length && this.args.length === 0 && !this._actionHandler && !this._defaultCommandName) this.help({ error: true });
		this._outputHelpIfRequested(parsed.unknown);
		this._checkForMissingMandatoryOptions();
		this._checkForConflictingOptions();
		const checkForUnknownOptions = () => {
			if (parsed.unknown.length > 0) this.unknownOption(parsed.unknown[0]);
		};
		const commandEvent = `command:${this.name()}`;
		if (this._actionHandler) {
			checkForUnknownOptions();
			this._processArguments();
			let promiseChain;
			promiseChain = this._chainOrCallHooks(promiseChain, "preAction");
			promiseChain = this._chainOrCall(promiseChain, () => this._actionHandler(this.processedArgs));
			if (this.parent) promiseChain = this._chainOrCall(promiseChain, () => {
				this.parent.emit(commandEvent, operands, unknown);
			});
			promiseChain = this._chainOrCallHooks(promiseChain, "postAction");
			return promiseChain;
		}
		if (this.parent?.listenerCount(commandEvent)) {
			checkForUnknownOptions();
			this._processArguments();
			this.parent.emit(commandEvent, operands, unknown);
		} else if (operands.length) {
			if (this._findCommand("*")) return this._dispatchSubcommand("*", operands, unknown);
			if (this.listenerCount("command:*")) this.emit("command:*", operands, unknown);
			else if (this.commands.length) this.unknownCommand();
			else {
				checkForUnknownOptions();
				this._processArguments();
			}
		} else if (this.commands.length) {
			checkForUnknownOptions();
			this.help({ error: true });
		} else {
			checkForUnknownOptions();
			this._processArguments();
		}
	}
	/**
	* Find matching command.
	*
	* @private
	* @return {Command | undefined}
	*/
	_findCommand(name) {
		if (!name) return void 0;
		return this.commands.find((cmd) => cmd._name === name || cmd._aliases.includes(name));
	}
	/**
	* Return an option matching `arg` if any.
	*
	* @param {string} arg
	* @return {Option}
	* @package
	*/
	_findOption(arg) {
		return this.options.find((option) => option.is(arg));
	}
	/**
	* Display an error message if a mandatory option does not have a value.
	* Called after checking for help flags in leaf subcommand.
	*
	* @private
	*/
	_checkForMissingMandatoryOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd.options.forEach((anOption) => {
				if (anOption.mandatory && cmd.getOptionValue(anOption.attributeName()) === void 0) cmd.missingMandatoryOptionValue(anOption);
			});
		});
	}
	/**
	* Display an error message if conflicting options are used together in this.
	*
	* @private
	*/
	_checkForConflictingLocalOptions() {
		const definedNonDefaultOptions = this.options.filter((option) => {
			const optionKey = option.attributeName();
			if (this.getOptionValue(optionKey) === void 0) return false;
			return this.getOptionValueSource(optionKey) !== "default";
		});
		definedNonDefaultOptions.filter((option) => option.conflictsWith.length > 0).forEach((option) => {
			const conflictingAndDefined = definedNonDefaultOptions.find((defined) => option.conflictsWith.includes(defined.attributeName()));
			if (conflictingAndDefined) this._conflictingOption(option, conflictingAndDefined);
		});
	}
	/**
	* Display an error message if conflicting options are used together.
	* Called after checking for help flags in leaf subcommand.
	*
	* @private
	*/
	_checkForConflictingOptions() {
		this._getCommandAndAncestors().forEach((cmd) => {
			cmd._checkForConflictingLocalOptions();
		});
	}
	/**
	* Parse options from `argv` removing known options,
	* and return argv split into operands and unknown arguments.
	*
	* Side effects: modifies command by storing options. Does not reset state if called again.
	*
	* Examples:
	*
	*     argv => operands, unknown
	*     --known kkk op => [op], []
	*     op --known kkk => [op], []
	*     sub --unknown uuu op => [sub], [--unknown uuu op]
	*     sub -- --unknown uuu op => [sub --unknown uuu op], []
	*
	* @param {string[]} args
	* @return {{operands: string[], unknown: string[]}}
	*/
	parseOptions(args) {
		const operands = [];
		const unknown = [];
		let dest = operands;
		function maybeOption(arg) {
			return arg.length > 1 && arg[0] === "-";
		}
		const negativeNumberArg = (arg) => {
			if (!/^-(\d+|\d*\.\d+)([eE][+-]?\d+)?$/.test(arg)) return false;
			return !this._getCommandAndAncestors().some((cmd) => cmd.options.map((opt) => opt.short).some((short) => /^-\d$/.test(short)));
		};
		let activeVariadicOption = null;
		let activeGroup = null;
		let i = 0;
		while (i < args.length || activeGroup) {
			const arg = activeGroup ?? args[i++];
			activeGroup = null;
			if (arg === "--") {
				if (dest === unknown) dest.push(arg);
				dest.push(...args.slice(i));
				break;
			}
			if (activeVariadicOption && (!maybeOption(arg) || negativeNumberArg(arg))) {
				this.emit(`option:${activeVariadicOption.name()}`, arg);
				continue;
			}
			activeVariadicOption = null;
			if (maybeOption(arg)) {
				const option = this._findOption(arg);
				if (option) {
					if (option.required) {
						const value = args[i++];
						if (value === void 0) this.optionMissingArgument(option);
						this.emit(`option:${option.name()}`, value);
					} else if (option.optional) {
						let value = null;
						if (i < args.length && (!maybeOption(args[i]) || negativeNumberArg(args[i]))) value = args[i++];
						this.emit(`option:${option.name()}`, value);
					} else this.emit(`option:${option.name()}`);
					activeVariadicOption = option.variadic ? option : null;
					continue;
				}
			}
			if (arg.length > 2 && arg[0] === "-" && arg[1] !== "-") {
				const option = this._findOption(`-${arg[1]}`);
				if (option) {
					if (option.required || option.optional && this._combineFlagAndOptionalValue) this.emit(`option:${option.name()}`, arg.slice(2));
					else {
						this.emit(`option:${option.name()}`);
						activeGroup = `-${arg.slice(2)}`;
					}
					continue;
				}
			}
			if (/^--[^=]+=/.test(arg)) {
				const index = arg.indexOf("=");
				const option = this._findOption(arg.slice(0, index));
				if (option && (option.required || option.optional)) {
					this.emit(`option:${option.name()}`, arg.slice(index + 1));
					continue;
				}
			}
			if (dest === operands && maybeOption(arg) && !(this.commands.length === 0 && negativeNumberArg(arg))) dest = unknown;
			if ((this._enablePositionalOptions || this._passThroughOptions) && operands.length === 0 && unknown.length === 0) {
				if (this._findCommand(arg)) {
					operands.push(arg);
					unknown.push(...args.slice(i));
					break;
				} else if (this._getHelpCommand() && arg === this._getHelpCommand().name()) {
					operands.push(arg, ...args.slice(i));
					break;
				} else if (this._defaultCommandName) {
					unknown.push(arg, ...args.slice(i));
					break;
				}
			}
			if (this._passThroughOptions) {
				dest.push(arg, ...args.slice(i));
				break;
			}
			dest.push(arg);
		}
		return {
			operands,
			unknown
		};
	}
	/**
	* Return an object containing local option values as key-value pairs.
	*
	* @return {object}
	*/
	opts() {
		if (this._storeOptionsAsProperties) {
			const result = {};
			const len = this.options.length;
			for (let i = 0; i < len; i++) {
				const key = this.options[i].attributeName();
				result[key] = key === this._versionOptionName ? this._version : this[key];
			}
			return result;
		}
		return this._optionValues;
	}
	/**
	* Return an object containing merged local and global option values as key-value pairs.
	*
	* @return {object}
	*/
	optsWithGlobals() {
		return this._getCommandAndAncestors().reduce((combinedOptions, cmd) => Object.assign(combinedOptions, cmd.opts()), {});
	}
	/**
	* Display error message and exit (or call exitOverride).
	*
	* @param {string} message
	* @param {object} [errorOptions]
	* @param {string} [errorOptions.code] - an id string representing the error
	* @param {number} [errorOptions.exitCode] - used with process.exit
	*/
	error(message, errorOptions) {
		this._outputConfiguration.outputError(`${message}\n`, this._outputConfiguration.writeErr);
		if (typeof this._showHelpAfterError === "string") this._outputConfiguration.writeErr(`${this._showHelpAfterError}\n`);
		else if (this._showHelpAfterError) {
			this._outputConfiguration.writeErr("\n");
			this.outputHelp({ error: true });
		}
		const config = errorOptions || {};
		const exitCode = config.exitCode || 1;
		const code = config.code || "commander.error";
		this._exit(exitCode, code, message);
	}
	/**
	* Apply any option related environment variables, if option does
	* not have a value from cli or client code.
	*
	* @private
	*/
	_parseOptionsEnv() {
		this.options.forEach((option) => {
			if (option.envVar && option.envVar in process$1.env) {
				const optionKey = option.attributeName();
				if (this.getOptionValue(optionKey) === void 0 || [
					"default",
					"config",
					"env"
				].includes(this.getOptionValueSource(optionKey))) {
					if (option.required || option.optional) this.emit(`optionEnv:${option.name()}`, process$1.env[option.envVar]);
					else this.emit(`optionEnv:${option.name()}`);
				}
			}
		});
	}
	/**
	* Apply any implied option values, if option is undefined or default value.
	*
	* @private
	*/
	_parseOptionsImplied() {
		const dualHelper = new DualOptions(this.options);
		const hasCustomOptionValue = (optionKey) => {
			return this.getOptionValue(optionKey) !== void 0 && !["default", "implied"].includes(this.getOptionValueSource(optionKey));
		};
		this.options.filter((option) => option.implied !== void 0 && hasCustomOptionValue(option.attributeName()) && dualHelper.valueFromOption(this.getOptionValue(option.attributeName()), option)).forEach((option) => {
			Object.keys(option.implied).filter((impliedKey) => !hasCustomOptionValue(impliedKey)).forEach((impliedKey) => {
				this.setOptionValueWithSource(impliedKey, option.implied[impliedKey], "implied");
			});
		});
	}
	/**
	* Argument `name` is missing.
	*
	* @param {string} name
	* @private
	*/
	missingArgument(name) {
		const message = `error: missing required argument '${name}'`;
		this.error(message, { code: "commander.missingArgument" });
	}
	/**
	* `Option` is missing an argument.
	*
	* @param {Option} option
	* @private
	*/
	optionMissingArgument(option) {
		const message = `error: option '${option.flags}' argument missing`;
		this.error(message, { code: "commander.optionMissingArgument" });
	}
	/**
	* `Option` does not have a value, and is a mandatory option.
	*
	* @param {Option} option
	* @private
	*/
	missingMandatoryOptionValue(option) {
		const message = `error: required option '${option.flags}' not specified`;
		this.error(message, { code: "commander.missingMandatoryOptionValue" });
	}
	/**
	* `Option` conflicts with another option.
	*
	* @param {Option} option
	* @param {Option} conflictingOption
	* @private
	*/
	_conflictingOption(option, conflictingOption) {
		const findBestOptionFromValue = (option) => {
			const optionKey = option.attributeName();
			const optionValue = this.getOptionValue(optionKey);
			const negativeOption = this.options.find((target) => target.negate && optionKey === target.attributeName());
			const positiveOption = this.options.find((target) => !target.negate && optionKey === target.attributeName());
			if (negativeOption && (negativeOption.presetArg === void 0 && optionValue === false || negativeOption.presetArg !== void 0 && optionValue === negativeOption.presetArg)) return negativeOption;
			return positiveOption || option;
		};
		const getErrorMessage = (option) => {
			const bestOption = findBestOptionFromValue(option);
			const optionKey = bestOption.attributeName();
			if (this.getOptionValueSource(optionKey) === "env") return `environment variable '${bestOption.envVar}'`;
			return `option '${bestOption.flags}'`;
		};
		const message = `error: ${getErrorMessage(option)} cannot be used with ${getErrorMessage(conflictingOption)}`;
		this.error(message, { code: "commander.conflictingOption" });
	}
	/**
	* Unknown option `flag`.
	*
	* @param {string} flag
	* @private
	*/
	unknownOption(flag) {
		if (this._allowUnknownOption) return;
		let suggestion = "";
		if (flag.startsWith("--") && this._showSuggestionAfterError) {
			let candidateFlags = [];
			let command = this;
			do {
				const moreFlags = command.createHelp().visibleOptions(command).filter((option) => option.long).map((option) => option.long);
				candidateFlags = candidateFlags.concat(moreFlags);
				command = command.parent;
			} while (command && !command._enablePositionalOptions);
			suggestion = suggestSimilar(flag, candidateFlags);
		}
		const message = `error: unknown option '${flag}'${suggestion}`;
		this.error(message, { code: "commander.unknownOption" });
	}
	/**
	* Excess arguments, more than expected.
	*
	* @param {string[]} receivedArgs
	* @private
	*/
	_excessArguments(receivedArgs) {
		if (this._allowExcessArguments) return;
		const expected = this.registeredArguments.length;
		const s = expected === 1 ? "" : "s";
		const received = receivedArgs.length;
		const message = `error: too many arguments${this.parent ? ` for '${this.name()}'` : ""}. Expected ${expected} argument${s} but got ${received}: ${receivedArgs.join(", ")}.`;
		this.error(message, { code: "commander.excessArguments" });
	}
	/**
	* Unknown command.
	*
	* @private
	*/
	unknownCommand() {
		const unknownName = this.args[0];
		let suggestion = "";
		if (this._showSuggestionAfterError) {
			const candidateNames = [];
			this.createHelp().visibleCommands(this).forEach((command) => {
				candidateNames.push(command.name());
				if (command.alias()) candidateNames.push(command.alias());
			});
			suggestion = suggestSimilar(unknownName, candidateNames);
		}
		const message = `error: unknown command '${unknownName}'${suggestion}`;
		this.error(message, { code: "commander.unknownCommand" });
	}
	/**
	* Get or set the program version.
	*
	* This method auto-registers the "-V, --version" option which will print the version number.
	*
	* You can optionally supply the flags and description to override the defaults.
	*
	* @param {string} [str]
	* @param {string} [flags]
	* @param {string} [description]
	* @return {(this | string | undefined)} `this` command for chaining, or version string if no arguments
	*/
	version(str, flags, description) {
		if (str === void 0) return this._version;
		this._version = str;
		flags = flags || "-V, --version";
		description = description || "output the version number";
		const versionOption = this.createOption(flags, description);
		this._versionOptionName = versionOption.attributeName();
		this._registerOption(versionOption);
		this.on("option:" + versionOption.name(), () => {
			this._outputConfiguration.writeOut(`${str}\n`);
			this._exit(0, "commander.version", str);
		});
		return this;
	}
	/**
	* Set the description.
	*
	* @param {string} [str]
	* @param {object} [argsDescription]
	* @return {(string|Command)}
	*/
	description(str, argsDescription) {
		if (str === void 0 && argsDescription === void 0) return this._description;
		this._description = str;
		if (argsDescription) this._argsDescription = argsDescription;
		return this;
	}
	/**
	* Set the summary. Used when listed as subcommand of parent.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	summary(str) {
		if (str === void 0) return this._summary;
		this._summary = str;
		return this;
	}
	/**
	* Set an alias for the command.
	*
	* You may call more than once to add multiple aliases. Only the first alias is shown in the auto-generated help.
	*
	* @param {string} [alias]
	* @return {(string|Command)}
	*/
	alias(alias) {
		if (alias === void 0) return this._aliases[0];
		/** @type {Command} */
		let command = this;
		if (this.commands.length !== 0 && this.commands[this.commands.length - 1]._executableHandler) command = this.commands[this.commands.length - 1];
		if (alias === command._name) throw new Error("Command alias can't be the same as its name");
		const matchingCommand = this.parent?._findCommand(alias);
		if (matchingCommand) {
			const existingCmd = [matchingCommand.name()].concat(matchingCommand.aliases()).join("|");
			throw new Error(`cannot add alias '${alias}' to command '${this.name()}' as already have command '${existingCmd}'`);
		}
		command._aliases.push(alias);
		return this;
	}
	/**
	* Set aliases for the command.
	*
	* Only the first alias is shown in the auto-generated help.
	*
	* @param {string[]} [aliases]
	* @return {(string[]|Command)}
	*/
	aliases(aliases) {
		if (aliases === void 0) return this._aliases;
		aliases.forEach((alias) => this.alias(alias));
		return this;
	}
	/**
	* Set / get the command usage `str`.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	usage(str) {
		if (str === void 0) {
			if (this._usage) return this._usage;
			const args = this.registeredArguments.map((arg) => {
				return humanReadableArgName(arg);
			});
			return [].concat(this.options.length || this._helpOption !== null ? "[options]" : [], this.commands.length ? "[command]" : [], this.registeredArguments.length ? args : []).join(" ");
		}
		this._usage = str;
		return this;
	}
	/**
	* Get or set the name of the command.
	*
	* @param {string} [str]
	* @return {(string|Command)}
	*/
	name(str) {
		if (str === void 0) return this._name;
		this._name = str;
		return this;
	}
	/**
	* Set/get the help group heading for this subcommand in parent command's help.
	*
	* @param {string} [heading]
	* @return {Command | string}
	*/
	helpGroup(heading) {
		if (heading === void 0) return this._helpGroupHeading ?? "";
		this._helpGroupHeading = heading;
		return this;
	}
	/**
	* Set/get the default help group heading for subcommands added to this command.
	* (This does not override a group set directly on the subcommand using .helpGroup().)
	*
	* @example
	* program.commandsGroup('Development Commands:');
	* program.command('watch')...
	* program.command('lint')...
	* ...
	*
	* @param {string} [heading]
	* @returns {Command | string}
	*/
	commandsGroup(heading) {
		if (heading === void 0) return this._defaultCommandGroup ?? "";
		this._defaultCommandGroup = heading;
		return this;
	}
	/**
	* Set/get the default help group heading for options added to this command.
	* (This does not override a group set directly on the option using .helpGroup().)
	*
	* @example
	* program
	*   .optionsGroup('Development Options:')
	*   .option('-d, --debug', 'output extra debugging')
	*   .option('-p, --profile', 'output profiling information')
	*
	* @param {string} [heading]
	* @returns {Command | string}
	*/
	optionsGroup(heading) {
		if (heading === void 0) return this._defaultOptionGroup ?? "";
		this._defaultOptionGroup = heading;
		return this;
	}
	/**
	* @param {Option} option
	* @private
	*/
	_initOptionGroup(option) {
		if (this._defaultOptionGroup && !option.helpGroupHeading) option.helpGroup(this._defaultOptionGroup);
	}
	/**
	* @param {Command} cmd
	* @private
	*/
	_initCommandGroup(cmd) {
		if (this._defaultCommandGroup && !cmd.helpGroup()) cmd.helpGroup(this._defaultCommandGroup);
	}
	/**
	* Set the name of the command from script filename, such as process.argv[1],
	* or import.meta.filename.
	*
	* (Used internally and public although not documented in README.)
	*
	* @example
	* program.nameFromFilename(import.meta.filename);
	*
	* @param {string} filename
	* @return {Command}
	*/
	nameFromFilename(filename) {
		this._name = path.basename(filename, path.extname(filename));
		return this;
	}
	/**
	* Get or set the directory for searching for executable subcommands of this command.
	*
	* @example
	* program.executableDir(import.meta.dirname);
	* // or
	* program.executableDir('subcommands');
	*
	* @param {string} [path]
	* @return {(string|null|Command)}
	*/
	executableDir(path) {
		if (path === void 0) return this._executableDir;
		this._executableDir = path;
		return this;
	}
	/**
	* Return program help documentation.
	*
	* @param {{ error: boolean }} [contextOptions] - pass {error:true} to wrap for stderr instead of stdout
	* @return {string}
	*/
	helpInformation(contextOptions) {
		const helper = this.createHelp();
		const context = this._getOutputContext(contextOptions);
		helper.prepareContext({
			error: context.error,
			helpWidth: context.helpWidth,
			outputHasColors: context.hasColors
		});
		const text = helper.formatHelp(this, helper);
		if (context.hasColors) return text;
		return this._outputConfiguration.stripColor(text);
	}
	/**
	* @typedef HelpContext
	* @type {object}
	* @property {boolean} error
	* @property {number} helpWidth
	* @property {boolean} hasColors
	* @property {function} write - includes stripColor if needed
	*
	* @returns {HelpContext}
	* @private
	*/
	_getOutputContext(contextOptions) {
		contextOptions = contextOptions || {};
		const error = !!contextOptions.error;
		let baseWrite;
		let hasColors;
		let helpWidth;
		if (error) {
			baseWrite = (str) => this._outputConfiguration.writeErr(str);
			hasColors = this._outputConfiguration.getErrHasColors();
			helpWidth = this._outputConfiguration.getErrHelpWidth();
		} else {
			baseWrite = (str) => this._outputConfiguration.writeOut(str);
			hasColors = this._outputConfiguration.getOutHasColors();
			helpWidth = this._outputConfiguration.getOutHelpWidth();
		}
		const write = (str) => {
			if (!hasColors) str = this._outputConfiguration.stripColor(str);
			return baseWrite(str);
		};
		return {
			error,
			write,
			hasColors,
			helpWidth
		};
	}
	/**
	* Output help information for this command.
	*
	* Outputs built-in help, and custom text added using `.addHelpText()`.
	*
	* @param {{ error: boolean } | Function} [contextOptions] - pass {error:true} to write to stderr instead of stdout
	*/
	outputHelp(contextOptions) {
		let deprecatedCallback;
		if (typeof contextOptions === "function") {
			deprecatedCallback = contextOptions;
			contextOptions = void 0;
		}
		const outputContext = this._getOutputContext(contextOptions);
		/** @type {HelpTextEventContext} */
		const eventContext = {
			error: outputContext.error,
			write: outputContext.write,
			command: this
		};
		this._getCommandAndAncestors().reverse().forEach((command) => command.emit("beforeAllHelp", eventContext));
		this.emit("beforeHelp", eventContext);
		let helpInformation = this.helpInformation({ error: outputContext.error });
		if (deprecatedCallback) {
			helpInformation = deprecatedCallback(helpInformation);
			if (typeof helpInformation !== "string" && !Buffer.isBuffer(helpInformation)) throw new Error("outputHelp callback must return a string or a Buffer");
		}
		outputContext.write(helpInformation);
		if (this._getHelpOption()?.long) this.emit(this._getHelpOption().long);
		this.emit("afterHelp", eventContext);
		this._getCommandAndAncestors().forEach((command) => command.emit("afterAllHelp", eventContext));
	}
	/**
	* You can pass in flags and a description to customise the built-in help option.
	* Pass in false to disable the built-in help option.
	*
	* @example
	* program.helpOption('-?, --help', 'show help'); // customise
	* program.helpOption(false); // disable
	*
	* @param {(string | boolean)} flags
	* @param {string} [description]
	* @return {Command} `this` command for chaining
	*/
	helpOption(flags, description) {
		if (typeof flags === "boolean") {
			if (flags) {
				if (this._helpOption === null) this._helpOption = void 0;
				if (this._defaultOptionGroup) this._initOptionGroup(this._getHelpOption());
			} else this._helpOption = null;
			return this;
		}
		this._helpOption = this.createOption(flags ?? "-h, --help", description ?? "display help for command");
		if (flags || description) this._initOptionGroup(this._helpOption);
		return this;
	}
	/**
	* Lazy create help option.
	* Returns null if has been disabled with .helpOption(false).
	*
	* @returns {(Option | null)} the help option
	* @package
	*/
	_getHelpOption() {
		if (this._helpOption === void 0) this.helpOption(void 0, void 0);
		return this._helpOption;
	}
	/**
	* Supply your own option to use for the built-in help option.
	* This is an alternative to using helpOption() to customise the flags and description etc.
	*
	* @param {Option} option
	* @return {Command} `this` command for chaining
	*/
	addHelpOption(option) {
		this._helpOption = option;
		this._initOptionGroup(option);
		return this;
	}
	/**
	* Output help information and exit.
	*
	* Outputs built-in help, and custom text added using `.addHelpText()`.
	*
	* @param {{ error: boolean }} [contextOptions] - pass {error:true} to write to stderr instead of stdout
	*/
	help(contextOptions) {
		this.outputHelp(contextOptions);
		let exitCode = Number(process$1.exitCode ?? 0);
		if (exitCode === 0 && contextOptions && typeof contextOptions !== "function" && contextOptions.error) exitCode = 1;
		this._exit(exitCode, "commander.help", "(outputHelp)");
	}
	/**
	* // Do a little typing to coordinate emit and listener for the help text events.
	* @typedef HelpTextEventContext
	* @type {object}
	* @property {boolean} error
	* @property {Command} command
	* @property {function} write
	*/
	/**
	* Add additional text to be displayed with the built-in help.
	*
	* Position is 'before' or 'after' to affect just this command,
	* and 'beforeAll' or 'afterAll' to affect this command and all its subcommands.
	*
	* @param {string} position - before or after built-in help
	* @param {(string | Function)} text - string to add, or a function returning a string
	* @return {Command} `this` command for chaining
	*/
	addHelpText(position, text) {
		const allowedValues = [
			"beforeAll",
			"before",
			"after",
			"afterAll"
		];
		if (!allowedValues.includes(position)) throw new Error(`Unexpected value for position to addHelpText.
Expecting one of '${allowedValues.join("', '")}'`);
		const helpEvent = `${position}Help`;
		this.on(helpEvent, (context) => {
			let helpStr;
			if (typeof text === "function") helpStr = text({
				error: context.error,
				command: context.command
			});
			else helpStr = text;
			if (helpStr) context.write(`${helpStr}\n`);
		});
		return this;
	}
	/**
	* Output help information if help flags specified
	*
	* @param {Array} args - array of options to search for help flags
	* @private
	*/
	_outputHelpIfRequested(args) {
		const helpOption = this._getHelpOption();
		if (helpOption && args.find((arg) => helpOption.is(arg))) {
			this.outputHelp();
			this._exit(0, "commander.helpDisplayed", "(outputHelp)");
		}
	}
};
/**
* Scan arguments and increment port number for inspect calls (to avoid conflicts when spawning new command).
*
* @param {string[]} args - array of arguments from node.execArgv
* @returns {string[]}
* @private
*/
function incrementNodeInspectorPort(args) {
	return args.map((arg) => {
		if (!arg.startsWith("--inspect")) return arg;
		let debugOption;
		let debugHost = "127.0.0.1";
		let debugPort = "9229";
		let match;
		if ((match = arg.match(/^(--inspect(-brk|-wait)?)$/)) !== null) debugOption = match[1];
		else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+)$/)) !== null) {
			debugOption = match[1];
			if (/^\d+$/.test(match[3])) debugPort = match[3];
			else debugHost = match[3];
		} else if ((match = arg.match(/^(--inspect(-brk|-port|-wait)?)=(\[[^\]]+\]|[^:]+):(\d+)$/)) !== null) {
			debugOption = match[1];
			debugHost = match[3];
			debugPort = match[4];
		}
		if (debugOption && debugPort !== "0") return `${debugOption}=${debugHost}:${parseInt(debugPort) + 1}`;
		return arg;
	});
}
/**
* Exported for using from tests, not otherwise used outside this file.
*
* @returns {boolean | undefined}
* @package
*/
function useColor() {
	if (process$1.env.NO_COLOR || process$1.env.FORCE_COLOR === "0" || process$1.env.FORCE_COLOR === "false") return false;
	if (process$1.env.FORCE_COLOR || process$1.env.CLICOLOR_FORCE !== void 0) return true;
}
new Command();
const flags = {
	profile: {
		syntax: "--profile <name>",
		help: "use the saved profile of this name"
	},
	config: {
		syntax: "--config <file>",
		help: "use the profile in this JSON file"
	},
	source: {
		syntax: "--source <url>",
		help: "connection URL of the source (CUTOVER_SOURCE_URL)"
	},
	target: {
		syntax: "--target <url>",
		help: "connection URL of the target (CUTOVER_TARGET_URL)"
	},
	json: {
		syntax: "--json",
		help: "print one JSON object a line, and nothing else, on stdout"
	},
	plain: {
		syntax: "--plain",
		help: "print plain lines instead of opening the wizard"
	},
	input: {
		syntax: "--no-input",
		help: "never ask for anything"
	},
	color: {
		syntax: "--no-color",
		help: "no colour (NO_COLOR)"
	},
	screenReader: {
		syntax: "--screen-reader",
		help: "a wizard without drawings and animation"
	},
	stateDir: {
		syntax: "--state-dir <dir>",
		help: "where the records of runs are kept"
	},
	logLevel: {
		syntax: "--log-level <level>",
		help: "debug, info, warn or error; of run.log"
	},
	jobs: {
		syntax: "--jobs <n>",
		help: "how many steps run at once, 1 to 64 (default: 4)"
	},
	schemas: {
		syntax: "--schemas <a,b>",
		help: "move these schemas only (default: all of the project's own)"
	},
	excludeTable: {
		syntax: "--exclude-table <pattern...>",
		help: "leave tables out: schema.table, with * and ? (repeatable)",
		repeatable: true
	},
	skipLarge: {
		syntax: "--skip-large <size>",
		help: "leave out tables above this size: 500MB, 5GB, 1GiB"
	},
	onlyTable: {
		syntax: "--only-table <pattern...>",
		help: "copy tables that were left out into the run that is held on the target: schema.table, with * and ? (repeatable)",
		repeatable: true
	},
	withoutExtension: {
		syntax: "--without-extension <name...>",
		help: "leave this extension out, and every object that needs it (repeatable)",
		repeatable: true
	},
	schema: {
		syntax: "--schema <from>",
		help: "where the target's schema comes from: dump (the source), migrations (the folder), existing (it is there) (default: dump)"
	},
	existingRows: {
		syntax: "--existing-rows <how>",
		help: "with --schema existing, rows in tables that get some: refuse, set-aside (default: refuse)"
	},
	fk: {
		syntax: "--fk <how>",
		help: "validate foreign keys, or trust the source: validate, trust (default: validate)"
	},
	onFailure: {
		syntax: "--on-failure <what>",
		help: "pause or rollback (default: rollback, in the wizard pause)"
	},
	keepGoing: {
		syntax: "--keep-going",
		help: "go on past schema objects that fail; the run has failed all the same, with each of them named"
	},
	verify: {
		syntax: "--verify <mode>",
		help: "none, counts or checksums (default: checksums)"
	},
	storage: {
		syntax: "--storage <mode>",
		help: "where the files of Storage go: api, directory, none (default: api where both ends have one, else none)"
	},
	storageJobs: {
		syntax: "--storage-jobs <n>",
		help: "how many files are under way at once, 1 to 64 (default: 8)"
	},
	storageDir: {
		syntax: "--storage-dir <dir>",
		help: "where --storage directory puts the files (default: the run's own folder)"
	},
	existingBuckets: {
		syntax: "--existing-buckets <how>",
		help: "buckets that the target has, with files in them: skip, overwrite, rename (default: a blocker)"
	},
	verifyStorage: {
		syntax: "--verify-storage <which>",
		help: "which files are read back and compared: all, or sample:N% (default: all)"
	},
	auth: {
		syntax: "--auth <mode>",
		help: "where the users go: supabase, plain, stack, none (default: what fits the target)"
	},
	go: {
		syntax: "--go",
		help: "the operator's go; refused all the same while a blocker is red"
	},
	override: {
		syntax: "--override <check=reason>",
		help: "go on although this check is red; the reason is in the report (repeatable)",
		repeatable: true
	},
	tick: {
		syntax: "--tick <item...>",
		help: "your word for a manual item of the checklist, as its check names it; 'backup' where one was taken elsewhere",
		repeatable: true
	},
	confirm: {
		syntax: "--confirm <word>",
		help: "the name of the target's database, typed; of users send-resets: the number of mails"
	},
	overwriteNewer: {
		syntax: "--overwrite-newer",
		help: "restore although the target has rows that the backup does not have; they are backed up first"
	},
	open: {
		syntax: "--open",
		help: "open report.html in the browser"
	},
	allProfiles: {
		syntax: "--all-profiles",
		help: "back up the source of every saved profile, one after the other"
	},
	endHoldEarly: {
		syntax: "--end-hold-early",
		help: "finalize although the hold is not over: what was set aside is then dropped for good"
	},
	format: {
		syntax: "--format <how>",
		help: "table, csv or json, one object a line (default: table)"
	},
	callbackUrl: {
		syntax: "--callback-url <url>",
		help: "the page of your app that takes the code of a reset mail"
	},
	perHour: {
		syntax: "--per-hour <n>",
		help: "how many reset mails are sent in an hour (default: 200)"
	},
	migrations: {
		syntax: "--migrations <dir>",
		help: "the migration folder (default: supabase/migrations)"
	},
	dryRun: {
		syntax: "--dry-run",
		help: "say what would be done, and do nothing"
	},
	untested: {
		syntax: "--untested <reason>",
		help: "go without a passed test; the reason is kept in the history"
	},
	lockTimeout: {
		syntax: "--lock-timeout <seconds>",
		help: "how long one of six tries waits for a lock (default: 3)"
	},
	sampleRows: {
		syntax: "--sample-rows <n>",
		help: "rows of each of the target's tables that a test copies along (default: none)"
	},
	risk: {
		syntax: "--risk <level>",
		help: "of a new migration: low, medium, high (default: low)"
	},
	compare: {
		syntax: "--compare <a,b>",
		help: "of source, target, migrations, prisma, snapshot (default: all that are there)"
	},
	prisma: {
		syntax: "--prisma <path>",
		help: "schema.prisma, or a folder of them (default: prisma/schema.prisma)"
	},
	snapshot: {
		syntax: "--snapshot <file>",
		help: "a schema that was saved with --save, to compare with"
	},
	save: {
		syntax: "--save <file>",
		help: "save the schema of the first that is compared"
	},
	emit: {
		syntax: "--emit <toward...>",
		help: "write a planned migration: toward source, target, migrations, prisma or snapshot; nothing is applied",
		repeatable: true
	},
	allow: {
		syntax: "--allow <severity>",
		help: "exit 0 all the same up to harmless, or up to risky"
	},
	summary: {
		syntax: "--summary <file>",
		help: "append a summary in Markdown to this file; - is stdout"
	},
	tables: {
		syntax: "--tables <a,b>",
		help: "of migrations new: the affected tables; of seed: the tables that are written, with * and ?"
	},
	output: {
		syntax: "--output <file>",
		help: "where the seed is written (default: stdout)"
	},
	scale: {
		syntax: "--scale <n>",
		help: "size of the sample; 1 is some 300,000 rows, 0.1 a tenth (default: 1)"
	},
	drill: {
		syntax: "--drill",
		help: "of a rehearsal: kill the run half-way, resume it, verify it, roll it back, and time each"
	},
	history: {
		syntax: "--history",
		help: "what was estimated of each run, and what it took"
	},
	keep: {
		syntax: "--keep",
		help: "leave the two servers up until Ctrl-C"
	}
};
const globalFlags = [
	"profile",
	"config",
	"source",
	"target",
	"json",
	"plain",
	"input",
	"color",
	"screenReader",
	"stateDir",
	"logLevel"
];
/** What decides which tables are moved. */
const selection = [...[
	"schemas",
	"excludeTable",
	"skipLarge",
	"withoutExtension",
	"auth"
], ...[
	"schema",
	"migrations",
	"existingRows"
]];
/** Where files go, and what of them is read back. */
const storage = [
	"storage",
	"storageDir",
	"existingBuckets"
];
const transfer = [
	...storage,
	"storageJobs",
	"verifyStorage"
];
const commandTexts = {
	wizard: {
		summary: "Moves a database from hosted Supabase to PostgreSQL of your own. Without a command: the wizard.",
		flags: [
			"jobs",
			...selection,
			...transfer,
			"fk",
			"onFailure",
			"keepGoing",
			"verify",
			"override"
		],
		takesRun: false
	},
	demo: {
		summary: "start two servers with a sample project and move it, in the wizard or headless",
		flags: [
			"scale",
			"keep",
			"jobs",
			...selection,
			...transfer,
			"fk",
			"onFailure",
			"keepGoing",
			"verify",
			"override"
		],
		takesRun: false
	},
	check: {
		summary: "connection tests and every other preflight check",
		flags: [
			"jobs",
			...selection,
			...storage,
			"fk",
			"override",
			"tick"
		],
		takesRun: false
	},
	estimate: {
		summary: "volume, measured rates, and the time with its buffer against the window",
		flags: [
			"jobs",
			...selection,
			"storage"
		],
		takesRun: false
	},
	plan: {
		summary: "the dry run: every step, nothing written anywhere",
		flags: [
			"jobs",
			...selection,
			...storage,
			"fk",
			"keepGoing",
			"verify",
			"verifyStorage"
		],
		takesRun: false
	},
	run: {
		summary: "the whole migration, headless",
		flags: [
			"go",
			"jobs",
			"onlyTable",
			...selection,
			...transfer,
			"fk",
			"onFailure",
			"keepGoing",
			"verify",
			"override",
			"tick",
			"drill"
		],
		takesRun: false
	},
	resume: {
		summary: "go on with an unfinished run",
		flags: [
			"jobs",
			"storageJobs",
			"onFailure"
		],
		takesRun: true
	},
	verify: {
		summary: "verification alone, at any time",
		flags: [
			"jobs",
			"verify",
			"storageJobs",
			"verifyStorage"
		],
		takesRun: true
	},
	rollback: {
		summary: "show what a rollback does; with --confirm, put the target back as it was",
		flags: ["confirm"],
		takesRun: true
	},
	finalize: {
		summary: "end the hold: drop what was set aside, and the ledger",
		flags: ["confirm", "endHoldEarly"],
		takesRun: true
	},
	report: {
		summary: "make the report of a run anew, and say where it is",
		flags: ["open"],
		takesRun: true
	},
	reconcile: {
		summary: "export what was written to the target since the cutover, for the source; writes to neither",
		flags: ["jobs"],
		takesRun: true
	},
	runs: {
		summary: "list the runs, with state and verdict",
		flags: ["history"],
		takesRun: false
	},
	backup: {
		summary: "back up tables of the source as JSON: auth and storage, or the schemas that you name",
		flags: [
			"schemas",
			"excludeTable",
			"allProfiles"
		],
		takesRun: false
	},
	restore: {
		summary: "put the rows of a backup in the place of those that the target has",
		flags: ["confirm", "overwriteNewer"],
		takesRun: false,
		takes: "folder"
	},
	users: {
		summary: "of a run with Stack Auth: who moves how, the mapping of ids, who needs a new password, notices, reset mails",
		flags: [
			"format",
			"callbackUrl",
			"perHour",
			"confirm"
		],
		takesRun: false,
		topics: [...userReportNames, "send-resets"]
	},
	drift: {
		summary: "compare the schemas of source, target, migration folder, Prisma schema and snapshot; 4 where they differ",
		flags: [
			"compare",
			"schemas",
			"migrations",
			"prisma",
			"snapshot",
			"save",
			"emit",
			"allow",
			"summary"
		],
		takesRun: false
	},
	seed: {
		summary: "write reference data of the source as an SQL file that may be run again and again",
		flags: ["tables", "output"],
		takesRun: false
	},
	migrations: {
		summary: "the migration folder: write, look at, test, apply and take back changes of the schema",
		flags: [
			"migrations",
			"dryRun",
			"confirm",
			"untested",
			"lockTimeout",
			"sampleRows",
			"risk",
			"tables"
		],
		takesRun: false,
		topics: [
			"new",
			"status",
			"lint",
			"test",
			"apply",
			"rollback"
		],
		takesNames: true
	}
};
const commands = commandTexts;
const commandNames = Object.keys(commandTexts);
function isCommandName(word) {
	return Object.hasOwn(commands, word);
}
// src/flags.ts
function oneOf(flag, values) {
	return _enum(values, { error: (issue) => `${flag} is ${listed(values)}, not '${String(issue.input)}'` });
}
function listed(values) {
	return `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
}
function wholeNumber(flag, from, to) {
	return string().transform((text, context) => {
		const value = Number(text);
		if (/^\d+$/.test(text) && value >= from && value <= to) return value;
		context.addIssue({
			code: "custom",
			message: `${flag} is a whole number from ${from} to ${to}, not '${text}'`
		});
		return NEVER;
	});
}
const scale = string().transform((text, context) => {
	const value = Number(text);
	if (/^\d*\.?\d+$/.test(text) && value > 0 && value <= 1e3) return value;
	context.addIssue({
		code: "custom",
		message: `--scale is a number above 0, at most 1000, not '${text}'`
	});
	return NEVER;
});
function filled$1(flag, what) {
	return string().refine((text) => text.trim() !== "", { error: `${flag} needs ${what}` });
}
const schemaList = string().transform((text, context) => {
	const names = text.split(",").map((name) => name.trim());
	if (!names.includes("")) return names;
	context.addIssue({
		code: "custom",
		message: `--schemas is a list such as public,billing, not '${text}'`
	});
	return NEVER;
});
const tableList = string().transform((text, context) => {
	const names = text.split(",").map((name) => name.trim());
	if (!names.includes("")) return names;
	context.addIssue({
		code: "custom",
		message: `--tables is a list such as public.orders,public.items, not '${text}'`
	});
	return NEVER;
});
const size = string().transform((text, context) => {
	const bytes = parseSize(text);
	if (bytes !== void 0) return bytes;
	context.addIssue({
		code: "custom",
		message: `--skip-large is a size such as 500MB, 5GB or 1GiB, not '${text}'`
	});
	return NEVER;
});
const verifyStorage = string().transform((text, context) => {
	if (text === "all") return 100;
	const percent = Number(/^sample:(\d*\.?\d+)%$/.exec(text)?.[1]);
	if (percent > 0 && percent <= 100) return percent;
	context.addIssue({
		code: "custom",
		message: `--verify-storage is all or sample:N%, such as sample:10%, not '${text}'`
	});
	return NEVER;
});
const overrides = array(string()).transform((pairs, context) => {
	const reasons = {};
	for (const pair of pairs) {
		const at = pair.indexOf("=");
		const check = pair.slice(0, at).trim();
		const reason = pair.slice(at + 1).trim();
		if (at < 1 || check === "" || reason === "") {
			const message = `--override is CHECK=REASON with a reason that the report can show, not '${pair}'`;
			context.addIssue({
				code: "custom",
				message
			});
			return NEVER;
		}
		if (Object.hasOwn(reasons, check)) {
			context.addIssue({
				code: "custom",
				message: `--override names the check '${check}' twice`
			});
			return NEVER;
		}
		reasons[check] = reason;
	}
	return reasons;
});
const truthList = string().transform((text, context) => {
	const names = text.split(",").map((name) => name.trim());
	const known = truthNames.filter((name) => names.includes(name));
	if (known.length > 0 && names.every((name) => truthNames.some((each) => each === name))) return known;
	context.addIssue({
		code: "custom",
		message: `--compare is a list of ${listed(truthNames)}, not '${text}'`
	});
	return NEVER;
});
const toward = array(string()).transform((words, context) => {
	const name = truthNames.find((each) => words.length === 2 && words[0] === "toward" && words[1] === each);
	if (name !== void 0) return name;
	const message = `--emit is followed by toward and ${listed(truthNames)}, not '${words.join(" ")}'`;
	context.addIssue({
		code: "custom",
		message
	});
	return NEVER;
});
/** The flags as commander gives them, checked; messages are whole sentences that name the flag. */
const flagsSchema = object({
	profile: filled$1("--profile", "the name of a profile").optional(),
	config: filled$1("--config", "a file").optional(),
	source: filled$1("--source", "a connection URL").optional(),
	target: filled$1("--target", "a connection URL").optional(),
	json: boolean().default(false),
	plain: boolean().default(false),
	input: boolean().default(true),
	color: boolean().default(true),
	screenReader: boolean().default(false),
	stateDir: filled$1("--state-dir", "a folder").optional(),
	logLevel: oneOf("--log-level", [
		"debug",
		"info",
		"warn",
		"error"
	]).optional(),
	jobs: wholeNumber("--jobs", 1, 64).optional(),
	schemas: schemaList.optional(),
	excludeTable: array(filled$1("--exclude-table", "a pattern")).optional(),
	onlyTable: array(filled$1("--only-table", "a pattern")).optional(),
	skipLarge: size.optional(),
	withoutExtension: array(filled$1("--without-extension", "the name of an extension")).optional(),
	schema: oneOf("--schema", [
		"dump",
		"migrations",
		"existing"
	]).optional(),
	existingRows: oneOf("--existing-rows", ["refuse", "set-aside"]).optional(),
	fk: oneOf("--fk", ["validate", "trust"]).optional(),
	onFailure: oneOf("--on-failure", ["pause", "rollback"]).optional(),
	keepGoing: boolean().default(false),
	verify: oneOf("--verify", [
		"none",
		"counts",
		"checksums"
	]).optional(),
	storage: oneOf("--storage", [
		"api",
		"directory",
		"none"
	]).optional(),
	storageJobs: wholeNumber("--storage-jobs", 1, 64).optional(),
	storageDir: filled$1("--storage-dir", "a folder").optional(),
	existingBuckets: oneOf("--existing-buckets", [
		"skip",
		"overwrite",
		"rename"
	]).optional(),
	verifyStorage: verifyStorage.optional(),
	auth: oneOf("--auth", [
		"supabase",
		"plain",
		"stack",
		"none"
	]).optional(),
	go: boolean().default(false),
	override: overrides.optional(),
	tick: array(filled$1("--tick", "the name of an item of the checklist")).optional(),
	endHoldEarly: boolean().default(false),
	confirm: filled$1("--confirm", "the name of the target's database").optional(),
	overwriteNewer: boolean().default(false),
	open: boolean().default(false),
	allProfiles: boolean().default(false),
	format: oneOf("--format", [
		"table",
		"csv",
		"json"
	]).optional(),
	callbackUrl: url({ error: "--callback-url is a URL such as https://shop.example/reset" }).optional(),
	perHour: wholeNumber("--per-hour", 1, 1e6).optional(),
	migrations: filled$1("--migrations", "a folder").optional(),
	dryRun: boolean().default(false),
	compare: truthList.optional(),
	prisma: filled$1("--prisma", "a file or folder").optional(),
	snapshot: filled$1("--snapshot", "a file").optional(),
	save: filled$1("--save", "a file").optional(),
	emit: toward.optional(),
	allow: oneOf("--allow", ["harmless", "risky"]).optional(),
	summary: filled$1("--summary", "a file, or -").optional(),
	untested: filled$1("--untested", "a reason").optional(),
	lockTimeout: wholeNumber("--lock-timeout", 1, 3600).optional(),
	sampleRows: wholeNumber("--sample-rows", 1, 1e6).optional(),
	risk: oneOf("--risk", [
		"low",
		"medium",
		"high"
	]).optional(),
	tables: tableList.optional(),
	output: filled$1("--output", "a file").optional(),
	scale: scale.optional(),
	keep: boolean().default(false),
	history: boolean().default(false),
	drill: boolean().default(false)
});
/**
* The options of a run: what flags say, the house's defaults for the rest. A failure rolls back where nobody
* watches, and pauses in the wizard, where the operator decides.
*/
function runOptions(given, headless) {
	return runOptionsSchema.parse({
		onFailure: given.onFailure ?? (headless ? "rollback" : "pause"),
		...given.jobs === void 0 ? {} : { jobs: given.jobs },
		...given.schemas === void 0 ? {} : { schemas: given.schemas },
		...given.excludeTable === void 0 ? {} : { excludeTables: given.excludeTable },
		...given.skipLarge === void 0 ? {} : { skipLargeBytes: given.skipLarge },
		...given.withoutExtension === void 0 ? {} : { withoutExtensions: given.withoutExtension },
		...given.schema === void 0 ? {} : { schema: given.schema },
		...given.schema === "migrations" ? { migrationsFolder: resolve(given.migrations ?? "supabase/migrations") } : {},
		...given.existingRows === void 0 ? {} : { existingRows: given.existingRows },
		...given.fk === void 0 ? {} : { foreignKeys: given.fk },
		...given.keepGoing ? { keepGoing: true } : {},
		...given.verify === void 0 ? {} : { verify: given.verify },
		...given.storage === void 0 ? {} : { storage: given.storage },
		...given.storageJobs === void 0 ? {} : { storageJobs: given.storageJobs },
		...given.storageDir === void 0 ? {} : { storageFolder: resolve(given.storageDir) },
		...given.existingBuckets === void 0 ? {} : { existingBuckets: given.existingBuckets },
		...given.verifyStorage === void 0 ? {} : { verifyStorage: given.verifyStorage },
		...given.auth === void 0 ? {} : { auth: given.auth },
		...given.override === void 0 ? {} : { overrides: given.override }
	});
}
// src/args.ts
/**
* Arguments in (without node and script), checked request out.
* Throws `config.invalid` with what is wrong and what to do; a command or flag that is not built is wrong too.
*/
function parseArgs(argv, toolVersion) {
	let answer = "";
	let complaint = "";
	const parsed = [];
	const program = new Command("cutover");
	for (const name of commandNames) {
		const command = name === "wizard" ? program : program.command(name);
		const { summary, flags: own, takesRun, topics, takes, takesNames } = commands[name];
		command.description(summary).exitOverride().configureOutput({
			writeOut: (text) => {
				answer += text;
			},
			writeErr: (text) => {
				complaint += text;
			}
		}).allowExcessArguments(false).helpOption("-h, --help", "show help").version(toolVersion, "-V, --version", "show the version");
		for (const flag of own) command.addOption(optionOf(flag));
		for (const flag of globalFlags) command.addOption(optionOf(flag).helpGroup("Flags of every command:"));
		if (takesRun) command.argument("[run]", "id of the run; the newest fitting one by default");
		if (takes) command.argument(`<${takes}>`);
		if (topics) command.addArgument(new Argument("[what]").choices(topics));
		if (takesNames) command.argument("[name...]", "of the migration: its version, its name, or a part of it");
		command.action((...received) => {
			const word = received[0];
			const [runId, topic] = [takesRun ? word : void 0, topics ? word : void 0];
			const names = takesNames ? received[1] : [];
			const folder = takes ? word : void 0;
			parsed.push({
				command: name,
				raw: command.opts(),
				runId,
				topic,
				folder,
				names
			});
		});
	}
	program.enablePositionalOptions().helpCommand(false);
	try {
		program.parse(commandFirst(argv), { from: "user" });
	} catch (error) {
		if (!(error instanceof CommanderError)) throw error;
		if (error.exitCode === 0) return {
			kind: "answer",
			text: answer
		};
		throw usage(complaint === "" ? error.message : complaint);
	}
	const [request] = parsed;
	if (request === void 0) throw usage("nothing to do");
	const result = flagsSchema.safeParse(request.raw);
	if (!result.success) throw invalidFlags(result.error.issues);
	const invocation = {
		kind: "run",
		command: request.command,
		flags: result.data,
		runId: request.runId,
		topic: request.topic,
		folder: request.folder,
		names: request.names
	};
	refuseContradictions(invocation);
	return invocation;
}
function optionOf(name) {
	const { syntax, help } = flags[name];
	const option = new Option(syntax, help);
	if (flags[name].repeatable) option.argParser((value, previous) => [...previous ?? [], value]);
	return option;
}
/**
* Options may stand before the command's name: the name is moved to the front, where commander expects it.
* A flag with a value swallows exactly one word on the way, so `--exclude-table a run` still means `run`.
*/
function commandFirst(argv) {
	const valued = /* @__PURE__ */ new Map();
	for (const { syntax } of Object.values(flags)) for (const word of syntax.split(/[ ,]+/)) if (word.startsWith("-")) valued.set(word, syntax.includes("<"));
	for (const word of [
		"-h",
		"--help",
		"-V",
		"--version"
	]) valued.set(word, false);
	for (let index = 0; index < argv.length; index += 1) {
		const word = argv[index] ?? "";
		if (word === "--") break;
		if (word.startsWith("-") && word !== "-") {
			const takesValue = valued.get(word);
			if (takesValue === void 0 && !word.includes("=")) return [...argv];
			if (takesValue === true) index += 1;
			continue;
		}
		const others = [...argv.slice(0, index), ...argv.slice(index + 1)];
		if (word === "help") return [...others.filter(isCommandName).slice(0, 1), "--help"];
		if (word !== "wizard" && isCommandName(word)) return [word, ...others];
		throw new CutoverError("config.invalid", `'${word}' is not a command of cutover`, { hint: `The commands are ${commandNames.filter((name) => name !== "wizard").join(", ")}. See 'cutover --help'.` });
	}
	return [...argv];
}
function usage(message, hint = "See 'cutover --help' for the commands and flags.") {
	const oneLine = message.trim().replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
	return new CutoverError("config.invalid", oneLine, { hint });
}
function invalidFlags(issues) {
	return usage(issues.map((issue) => issue.message).join("; "));
}
/** What a run moves and how was settled at its beginning; tables that follow into it keep to that. */
function refuseBesideOnlyTable(given) {
	if (given.onlyTable === void 0) return;
	const beside = /* @__PURE__ */ new Set([
		"go",
		"jobs",
		"onlyTable"
	]);
	const strange = commands.run.flags.find((name) => {
		const value = given[name];
		return !beside.has(name) && value !== void 0 && value !== false;
	});
	if (strange === void 0) return;
	throw usage(`${flags[strange].syntax.split(" ")[0]} means nothing beside --only-table`, "Tables follow into a run as that run was begun: leave the flag out.");
}
function refuseContradictions({ command, flags: given, runId, topic }) {
	const { topics } = commands[command];
	if (topics && topic === void 0) throw usage(`'cutover ${command}' needs to know what`, `Give one of ${topics.join(", ")}.`);
	if (given.json && given.plain) throw usage("--json and --plain cannot be combined", "Give one of the two.");
	if (given.profile !== void 0 && given.config !== void 0) throw usage("--profile and --config cannot be combined", "A profile comes either by name or from a file.");
	if (given.source !== void 0 && given.source === given.target) throw usage("--source and --target are the same", "Name the database to move as --source and its new home as --target.");
	if (given.existingRows !== void 0 && given.schema !== "existing") throw usage("--existing-rows is about tables that the target keeps", "Give it with --schema existing; otherwise the whole schema is set aside.");
	const { flags: own } = commands[command];
	if (own.includes("schema") && given.migrations !== void 0 && given.schema !== "migrations") throw usage("--migrations names the folder that the schema comes from", "Give it with --schema migrations; otherwise no file of it is read.");
	if (given.schema === "existing" && given.withoutExtension !== void 0) throw usage("--without-extension has nothing to leave out with --schema existing", "The target keeps the schema that it has; give one of the two.");
	if (runId !== void 0 && !/^[A-Za-z0-9][\w-]*$/.test(runId)) throw usage(`'${runId}' is not the id of a run`, "'cutover runs' lists the runs with their ids.");
	if (command === "verify" && given.verify === "none") throw usage("'cutover verify' with --verify none would verify nothing", "Give --verify counts or --verify checksums.");
	if (given.allProfiles && (given.profile ?? given.config ?? given.source) !== void 0) throw usage("--all-profiles takes every saved profile", "Leave out --profile, --config and --source.");
	refuseBesideOnlyTable(given);
	if (command === "run" && !given.go) throw usage("'cutover run' needs your go", "Look at 'cutover check', 'cutover estimate' and 'cutover plan' first; then give --go.");
	if ((command === "finalize" || command === "restore") && given.confirm === void 0) throw usage(`'cutover ${command}' needs --confirm`, `Give --confirm with the name of the target's database: this is what 'cutover ${command}' changes.`);
}
// src/connection-settings.ts
var import_dist = (/* @__PURE__ */ __commonJSMin(((exports, module) => {
	var j = (e, n) => () => {
		try {
			return n || e((n = { exports: {} }).exports, n), n.exports;
		} catch (t) {
			throw n = 0, t;
		}
	};
	var R = j((Z, N) => {
		function T(e) {
			return typeof e == "string" ? ![
				"false",
				"0",
				"no",
				"off",
				""
			].includes(e.toLowerCase()) : !!e;
		}
		function U(e = process.env) {
			let n = {};
			for (let t of [
				"ENCODING",
				"PATH",
				"QUIET",
				"DEBUG",
				"OVERRIDE",
				"FAST"
			]) {
				let r = e[`DOTENV_${t}`] != null ? e[`DOTENV_${t}`] : e[`DOTENV_CONFIG_${t}`];
				r != null && (n[t.toLowerCase()] = t === "ENCODING" || t === "PATH" ? r : T(r));
			}
			return n;
		}
		N.exports = {
			parseBoolean: T,
			optionsFromEnv: U
		};
	});
	var m = j((ee, b) => {
		var F = __require("fs"), _ = __require("path"), B = __require("os"), { URL: L, fileURLToPath: Q } = __require("url"), { parseBoolean: $, optionsFromEnv: I } = R(), G = /(?:^|^)\s*(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?(?:$|$)/gm, y = /* @__PURE__ */ new Uint8Array(256);
		for (let e = 48; e <= 57; e++) y[e] = 1;
		for (let e = 65; e <= 90; e++) y[e] = 1;
		for (let e = 97; e <= 122; e++) y[e] = 1;
		y[45] = 1;
		y[46] = 1;
		y[95] = 1;
		function H(e) {
			let n = {}, t = e.toString();
			t = t.replace(/\r\n?/gm, `
`);
			let r;
			for (; (r = G.exec(t)) != null;) {
				let o = r[1], i = r[2] || "";
				i = i.trim();
				let c = i[0];
				i = i.replace(/^(['"`])([\s\S]*)\1$/gm, "$2"), c === "\"" && (i = i.replace(/\\n/g, `
`), i = i.replace(/\\r/g, "\r")), n[o] = i;
			}
			return n;
		}
		function g(e) {
			return e <= 32 ? e === 32 || e >= 9 && e <= 13 : e >= 160 && (e === 160 || e === 5760 || e >= 8192 && e <= 8202 || e === 8232 || e === 8233 || e === 8239 || e === 8287 || e === 12288 || e === 65279);
		}
		function O(e) {
			return e === 10 || e === 8232 || e === 8233;
		}
		function V(e) {
			let n = {}, t = typeof e == "string" ? e : e.toString();
			t.indexOf("\r") !== -1 && (t = t.replace(/\r\n?/g, `
`));
			let r = t.length, o = 0;
			for (; o < r;) {
				let i = t.charCodeAt(o);
				for (; o < r && g(i);) o++, i = t.charCodeAt(o);
				if (o >= r) break;
				if (i === 35) {
					for (; o < r && !O(t.charCodeAt(o));) o++;
					continue;
				}
				let c = -1;
				if (i === 101 && o + 6 < r && t.charCodeAt(o + 1) === 120 && t.charCodeAt(o + 2) === 112 && t.charCodeAt(o + 3) === 111 && t.charCodeAt(o + 4) === 114 && t.charCodeAt(o + 5) === 116) {
					if (g(t.charCodeAt(o + 6))) {
						let s = o + 7;
						for (; s < r && g(t.charCodeAt(s));) s++;
						y[t.charCodeAt(s)] && (c = o + 6, o = s);
					} else i = t.charCodeAt(o);
				}
				let E = o, p = 0;
				for (; o < r && (p = t.charCodeAt(o), y[p]);) o++;
				if (o === E) {
					for (; o < r && !O(t.charCodeAt(o));) o++;
					continue;
				}
				let k = t.slice(E, o), D = o;
				if (o >= r && (p = 0), g(p)) do
					o++, p = o < r ? t.charCodeAt(o) : 0;
				while (g(p));
				if (p === 61) o++;
				else if (p === 58 && o === D && o + 1 < r && g(t.charCodeAt(o + 1))) o += 2;
				else {
					for (o = c === -1 ? D : c; o < r && !O(t.charCodeAt(o));) o++;
					continue;
				}
				let d = o, l = o;
				for (; l < r && g(t.charCodeAt(l));) l++;
				let C = t.charCodeAt(l), a, q = !1;
				if (C === 39 || C === 34 || C === 96) {
					let u = t[l], s = t.indexOf(u, l + 1), f = -1, h = -1;
					for (; s !== -1;) {
						let x = t.charCodeAt(s - 1) === 92, w = s + 1;
						for (; w < r && !O(t.charCodeAt(w)) && g(t.charCodeAt(w));) w++;
						if ((w === r || O(t.charCodeAt(w)) || t.charCodeAt(w) === 35) && (f = s, h = w), !x) break;
						s = t.indexOf(u, s + 1);
					}
					if (f !== -1) {
						if (a = t.slice(l + 1, f), o = h, t.charCodeAt(o) === 35) for (; o < r && !O(t.charCodeAt(o));) o++;
						q = !0;
					}
				}
				if (!q) {
					let u = t.indexOf(`
`, d);
					u === -1 && (u = r);
					let s;
					if (r < 4096) s = t.indexOf("#", d), (s === -1 || s > u) && (s = u);
					else for (s = d; s < u && t.charCodeAt(s) !== 35;) s++;
					let f = d, h = s;
					for (; f < h && g(t.charCodeAt(f));) f++;
					for (; h > f && g(t.charCodeAt(h - 1));) h--;
					let x = t.charCodeAt(f);
					if (a = t.slice(f, h), a.includes("\u2028") || a.includes("\u2029") ? a = a.replace(/^(['"`])([\s\S]*)\1$/gm, "$2") : h - f >= 2 && (x === 39 || x === 34 || x === 96) && t.charCodeAt(h - 1) === x && (a = t.slice(f + 1, h - 1)), o = s, s < u) for (; o < r && !O(t.charCodeAt(o));) o++;
				}
				C === 34 && (q || l < o) && a.indexOf("\\") !== -1 && (a = a.replace(/\\n/g, `
`).replace(/\\r/g, "\r")), n[k] = a;
			}
			return n;
		}
		function J(e, n) {
			return n && $(n.fast) ? V(e) : H(e);
		}
		function v(e) {
			console.log(`\u2506 ${e}`);
		}
		function W(e) {
			console.error(`\u25C7 ${e}`);
		}
		function S(e) {
			return e[0] === "~" ? _.join(B.homedir(), e.slice(1)) : e;
		}
		function K(e = {}) {
			let n = { ...e };
			for (let t of Object.keys(n)) n[t] === void 0 && delete n[t];
			return {
				...I(),
				...n
			};
		}
		function M(e) {
			e = K(e);
			let n = _.resolve(process.cwd(), ".env"), t = "utf8", r = process.env;
			e && e.processEnv != null && (r = e.processEnv);
			let o = $(e && e.debug);
			e && e.encoding ? t = e.encoding : o && v("no encoding is specified (UTF-8 is used by default)");
			let i = [n];
			if (e && e.path) if (!Array.isArray(e.path)) i = [S(e.path)];
			else {
				i = [];
				for (let d of e.path) i.push(S(d));
			}
			let c, E = {}, p = { fast: e.fast };
			for (let d of i) try {
				let l = A.parse(F.readFileSync(d, { encoding: t }), p);
				A.populate(E, l, e);
			} catch (l) {
				o && v(`failed to load ${d} ${l.message}`), c = l;
			}
			let k = A.populate(r, E, e), D = $(Object.prototype.hasOwnProperty.call(e, "quiet") ? e.quiet : I(r).quiet);
			if (o || !D) {
				let d = Object.keys(k).length, l = [];
				for (let C of i) try {
					let a = _.relative(process.cwd(), C instanceof L ? Q(C) : C);
					l.push(a);
				} catch (a) {
					o && v(`failed to load ${C} ${a.message}`), c = a;
				}
				W(`injected env (${d}) from ${l.join(",")}`);
			}
			return c ? {
				parsed: E,
				error: c
			} : { parsed: E };
		}
		function Y(e) {
			return A.configDotenv(e);
		}
		function z(e, n, t = {}) {
			let r = $(t && t.debug), o = $(t && t.override), i = {};
			if (e === null || typeof e != "object" || n === null || typeof n != "object") {
				let c = /* @__PURE__ */ new Error("OBJECT_REQUIRED: Please check the processEnv argument being passed to populate");
				throw c.code = "OBJECT_REQUIRED", c;
			}
			for (let c of Object.keys(n)) Object.prototype.hasOwnProperty.call(e, c) ? (o === !0 && (e[c] = n[c], i[c] = n[c]), r && v(o === !0 ? `"${c}" is already defined and WAS overwritten` : `"${c}" is already defined and was NOT overwritten`)) : (e[c] = n[c], i[c] = n[c]);
			return i;
		}
		var A = {
			configDotenv: M,
			config: Y,
			parse: J,
			populate: z
		};
		b.exports.configDotenv = A.configDotenv;
		b.exports.config = A.config;
		b.exports.parse = A.parse;
		b.exports.populate = A.populate;
		b.exports = A;
	})();
	module.exports = m;
	module.exports.config = m.config;
	module.exports.configDotenv = m.configDotenv;
	module.exports.parse = m.parse;
	module.exports.populate = m.populate;
})))();
/** Where Stack Auth's own service answers. */
const stackBaseUrl = "https://api.stack-auth.com";
/** Flags over environment over `.env` over the profile. Pure. */
function resolveConnections(from, profile) {
	const variable = (name) => filled(from.env[name]) ?? filled(from.dotenv[name]);
	const urlOf = (end) => {
		const url = from.flags[end] ?? variable(`CUTOVER_${end.toUpperCase()}_URL`) ?? profile[end] ?? "";
		const password = filled(from.env["PGPASSWORD"]) === void 0 ? filled(from.dotenv["PGPASSWORD"]) : void 0;
		return url === "" || password === void 0 || hasPassword(url) ? url : withPassword(url, password);
	};
	const apiOf = (end) => {
		const prefix = `CUTOVER_${end.toUpperCase()}`;
		const saved = end === "source" ? profile.sourceSupabaseUrl : profile.targetSupabaseUrl;
		const url = variable(`${prefix}_SUPABASE_URL`) ?? saved;
		const serviceKey = variable(`${prefix}_SERVICE_KEY`);
		return url === void 0 || serviceKey === void 0 ? void 0 : {
			url,
			serviceKey
		};
	};
	const projectId = variable("CUTOVER_STACK_PROJECT_ID");
	const secretServerKey = variable("CUTOVER_STACK_SECRET_SERVER_KEY");
	const stack = projectId === void 0 || secretServerKey === void 0 ? void 0 : {
		baseUrl: variable("CUTOVER_STACK_BASE_URL") ?? stackBaseUrl,
		projectId,
		secretServerKey,
		headerPrefix: variable("CUTOVER_STACK_HEADER_PREFIX") ?? "X-Stack"
	};
	const email = variable("CUTOVER_LOGIN_EMAIL");
	const password = from.env["CUTOVER_LOGIN_PASSWORD"] ?? from.dotenv["CUTOVER_LOGIN_PASSWORD"];
	const source = apiOf("source");
	const target = apiOf("target");
	return {
		sourceUrl: urlOf("source"),
		targetUrl: urlOf("target"),
		supabase: {
			...source === void 0 ? {} : { source },
			...target === void 0 ? {} : { target }
		},
		...stack === void 0 ? {} : { stack },
		...email === void 0 || !password ? {} : { login: {
			email,
			password
		} }
	};
}
function filled(value) {
	return value === void 0 || value.trim() === "" ? void 0 : value.trim();
}
/** Throws `config.invalid` where an end that is needed is not known, or is no connection string. */
function requireConnections(settings, needed) {
	const urls = {
		source: settings.sourceUrl,
		target: settings.targetUrl
	};
	const missing = needed.filter((end) => urls[end] === "");
	if (missing.length > 0) {
		const ways = missing.map((end) => `--${end} URL or CUTOVER_${end.toUpperCase()}_URL`);
		throw new CutoverError("config.invalid", `the ${missing.join(" and the ")} database is not known`, { hint: `Give ${ways.join(", and ")}, in the environment, in .env or in a profile. 'cutover demo' needs neither.` });
	}
	for (const end of needed) parseAddress(urls[end], end);
}
/** The variables of `.env` in this folder; none where there is no such file. The process's own are left alone. */
function readDotenv(folder) {
	const path = join(folder, ".env");
	try {
		return (0, import_dist.parse)(readFileSync(path));
	} catch (error) {
		if (isMissing(error)) return {};
		throw new CutoverError("config.invalid", `${path} cannot be read: ${reasonOf(error)}`, {
			hint: "Make the file readable, or start cutover in another folder.",
			cause: error
		});
	}
}
/** The profile in a JSON file. Throws `config.invalid` with the setting that is wrong; no message repeats its value. */
function readProfileFile(file, folder) {
	const path = resolve(folder, file);
	let content;
	try {
		content = JSON.parse(readFileSync(path, "utf8"));
	} catch (error) {
		const reason = error instanceof SyntaxError ? "it is not JSON" : isMissing(error) ? "there is no such file" : reasonOf(error);
		throw new CutoverError("config.invalid", `--config ${file}: ${reason}`, { hint: "Give a JSON file such as {\"name\": \"shop\", \"source\": \"postgres://…\", \"target\": \"postgres://…\"}." });
	}
	const result = profileSchema.safeParse(content);
	if (result.success) return result.data;
	const wrong = result.error.issues.map((issue) => `${issue.path.join(".") || "the file"}: ${issue.message}`);
	throw new CutoverError("config.invalid", `--config ${file}: ${wrong.join("; ")}`, { hint: `A profile has ${Object.keys(profileSchema.shape).join(", ")}; only name is required.` });
}
function isMissing(error) {
	return error instanceof Error && "code" in error && error.code === "ENOENT";
}
function reasonOf(error) {
	return error instanceof Error ? error.message : String(error);
}
// src/password-prompt.ts
/**
* Asks for the passwords that the servers want and nothing has, as psql does: only after a server has asked.
* ~/.pgpass and trust are found out by trying. Other failures to connect are left for the checks to explain.
*/
async function askForPasswords(settings, ends, tryToConnect, ask) {
	const urls = {
		source: settings.sourceUrl,
		target: settings.targetUrl
	};
	for (const end of ends) {
		const address = parseAddress(urls[end], end);
		if (address.password !== void 0) continue;
		if (!await wantsPassword(end, urls[end], tryToConnect)) continue;
		const password = await ask(`Password of ${address.user} on the ${end} (${address.host}:${address.port}): `);
		if (password !== "") urls[end] = withPassword(urls[end], password);
	}
	return {
		...settings,
		sourceUrl: urls.source,
		targetUrl: urls.target
	};
}
async function wantsPassword(end, url, tryToConnect) {
	try {
		await (await tryToConnect({
			end,
			url,
			purpose: "password"
		})).close();
		return false;
	} catch (error) {
		return error instanceof CutoverError && error.code === "connection.password";
	}
}
/** Reads one line from the terminal without showing it. The question goes to stderr: stdout may be a pipe. */
function askHidden({ stdin, stderr }, question) {
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({
		input: stdin,
		output: silent,
		terminal: true
	});
	stderr.write(question);
	return new Promise((resolve, reject) => {
		let isAnswered = false;
		lines.once("line", (answer) => {
			isAnswered = true;
			lines.close();
			resolve(answer);
		});
		lines.once("close", () => {
			stderr.write("\n");
			if (!isAnswered) reject(new CutoverError("config.invalid", "no password was given", { hint: "Put it into the URL, into PGPASSWORD or into ~/.pgpass." }));
		});
	});
}
// src/json.ts
/**
* The face for programs: one object a line on stdout, and nothing else there.
*
* Writes to a reader that may be slow or leave. While it is slow, progress is passed over: what a step has done
* is in its `step.finished` anyway. When it has gone, the engine goes on, and the run's folder has every event.
*/
function createJsonFace(output, now = () => /* @__PURE__ */ new Date()) {
	const isDue = createProgressFilter(1e3);
	let isOpen = true;
	let isBehind = false;
	let lines = [];
	let wake;
	output.on("error", () => {
		isOpen = false;
		wake?.();
	});
	output.on("drain", () => {
		isBehind = false;
		wake?.();
	});
	function flush() {
		const text = lines.join("");
		lines = [];
		if (isOpen && text !== "") isBehind = !output.write(text);
	}
	/** Lines of one turn of the event loop go out together: a run of thousands of tables has a hundred thousand. */
	function write(line) {
		if (!isOpen) return;
		if (lines.length === 0) setImmediate(flush);
		lines.push(`${line}\n`);
	}
	/** A line that is no event of the engine. */
	function line(type, body) {
		write(JSON.stringify(redactDeep({
			v: 1,
			at: now().toISOString(),
			type,
			...body
		})));
	}
	return {
		event(event) {
			if (!isContractEvent(event) || event.type === "step.progress" && isBehind || !isDue(event)) return;
			write(eventLine(event));
		},
		say: () => void 0,
		plan(plan) {
			for (const { id, kind, phase, label, weight, needs } of plan.steps) line("plan.step", {
				id,
				kind,
				phase,
				label,
				weight,
				needs
			});
		},
		runs(runs) {
			for (const run of runs) line("run.listed", { ...run });
		},
		history(history) {
			for (const { steps: _, kinds: _kinds, v: _v, ...record } of history) line("run.remembered", record);
		},
		finish: () => void 0,
		async close() {
			flush();
			while (isOpen && output.writableLength > 0) await new Promise((resolve) => {
				wake = resolve;
				output.write("", () => resolve());
			});
		}
	};
}
// src/history-text.ts
/** Characters of the longest bar: with what stands beside it, a line of 80 columns. */
const barWidth = 24;
/** Estimate against actual time, drawn to one scale, newest first; for logs and terminals of 80 columns. */
function historyLines(history) {
	if (history.length === 0) return ["no runs are remembered yet: those of a saved profile are"];
	const most = Math.max(...history.flatMap(({ seconds, estimate }) => [seconds, estimate?.seconds ?? 0]), .001);
	return history.flatMap((record) => linesOf(record, most));
}
function linesOf(record, most) {
	const { runId, profile, environment, startedAt, outcome, estimate, seconds, rollback } = record;
	const pieces = record.resumed > 0 ? `, in ${record.resumed + 1} pieces` : "";
	return [
		`${runId}  ${startedAt.slice(0, 16).replace("T", " ")}  ${profile}  ${environment}  ${outcome}${pieces}`,
		estimate ? `  estimated ${bar(estimate.seconds, most, "░")} ${durationText(estimate.seconds)} from a ${estimate.from}` : "  estimated nothing",
		`  took      ${bar(seconds, most, "█")} ${durationText(seconds)}${offText(record)}`,
		...rollback ? [`  rolled back in ${durationText(rollback.seconds)}`] : []
	];
}
function offText({ estimate, seconds, resumed, outcome }) {
	if (!estimate || resumed > 0 || outcome !== "verified" || seconds <= 0) return "";
	const off = estimate.seconds / seconds - 1;
	return `, estimated ${Math.abs(off * 100).toFixed(0)}% too ${off > 0 ? "long" : "short"}`;
}
function bar(seconds, most, sign) {
	return sign.repeat(Math.max(1, Math.round(seconds / most * barWidth))).padEnd(barWidth);
}
// src/estimate-text.ts
/** What an estimate comes to, below its tables. */
function estimateLines(event) {
	const buffered = `${durationText(event.seconds)}, ${durationText(event.bufferedSeconds)} with the buffer of 50%`;
	const window = event.windowSeconds === 0 ? "no window is set" : `${event.fits ? "fits" : "DOES NOT FIT"} into the window of ${durationText(event.windowSeconds)}`;
	const accuracy = accuracyText(event);
	return [
		`phases: ${event.phases.map(({ phase, from, to }) => `${phase} ${from.toFixed(1)}-${to.toFixed(1)} s`).join(", ")}`,
		`rates: ${basisText(event)}`,
		...event.rates.notes,
		...accuracy === void 0 ? [] : [accuracy],
		`time: ${buffered}; ${window}`,
		...windowLines(event),
		...insteadLines(event)
	];
}
function windowLines({ latestStartSeconds, noReturnSeconds, rollbackSeconds, fits }) {
	if (latestStartSeconds === void 0 || noReturnSeconds === void 0) return [];
	return [`window: ${fits ? `start ${durationText(Math.max(0, latestStartSeconds))} after the window's begin at the latest` : `it would have to start ${durationText(-latestStartSeconds)} before the window`}; ${noReturnSeconds > 0 ? `a rollback (${durationText(rollbackSeconds)}) fits until ${durationText(noReturnSeconds)} after it` : `a rollback (${durationText(rollbackSeconds)}) does not fit into the window at all`}`];
}
// src/table-tracker.ts
function createTableTracker() {
	const labels = /* @__PURE__ */ new Map();
	const tableOf = /* @__PURE__ */ new Map();
	const tables = /* @__PURE__ */ new Map();
	return {
		see(event) {
			if (event.type === "plan.ready") for (const step of event.steps) {
				labels.set(step.id, step.label);
				if (step.kind !== "copy" || step.table === void 0) continue;
				tableOf.set(step.id, step.table);
				const table = tables.get(step.table) ?? {
					open: /* @__PURE__ */ new Set(),
					rows: 0,
					bytes: 0,
					bytesHere: 0,
					startedAt: void 0
				};
				tables.set(step.table, table);
				if (!step.done) table.open.add(step.id);
				else {
					table.rows += step.rows;
					table.bytes += step.bytes;
				}
			}
			else if (event.type === "step.started") {
				labels.set(event.id, event.label);
				const table = tables.get(tableOf.get(event.id) ?? "");
				if (table) table.startedAt ??= event.at;
			} else if (event.type === "step.finished") {
				const table = tables.get(tableOf.get(event.id) ?? "");
				if (!table?.open.delete(event.id)) return;
				table.rows += event.rows;
				table.bytes += event.bytes;
				table.bytesHere += event.bytes;
			}
		},
		completedBy(event) {
			const name = tableOf.get(event.id);
			const table = name === void 0 ? void 0 : tables.get(name);
			if (name === void 0 || table === void 0 || table.open.size > 0) return void 0;
			const seconds = Math.max(0, (Date.parse(event.at) - Date.parse(table.startedAt ?? event.at)) / 1e3);
			const bytesPerSecond = seconds > 0 ? table.bytesHere / seconds : 0;
			return {
				table: name,
				rows: table.rows,
				bytes: table.bytes,
				bytesPerSecond,
				seconds
			};
		},
		labelOf: (stepId) => labels.get(stepId) ?? stepId
	};
}
// src/plain.ts
/** Of a smaller table the rate is that of its round trips, in bytes. */
const smallestRated = 1e6;
const progressIntervalMs$1 = 1e4;
/** Silence after which the progress line says so, in seconds. */
const stallSeconds = 20;
const indent = " ".repeat(22);
/** The face for logs: milestones with their time in UTC, no colour, no key to press. */
function createPlainFace({ output, state, now = () => /* @__PURE__ */ new Date() }) {
	const tables = createTableTracker();
	let isOpen = true;
	let isRunning = false;
	output.on("error", () => {
		isOpen = false;
	});
	function write(text) {
		if (isOpen) output.write(`${redactText(text)}\n`);
	}
	function line(at, text) {
		write(`${(typeof at === "string" ? new Date(at) : at).toISOString().slice(0, 19)}Z  ${text}`);
	}
	function below(text) {
		if (text !== "") write(`${indent}${text.replaceAll("\n", `\n${indent}`)}`);
	}
	function tick() {
		const current = state();
		if (!isRunning || current === void 0 || current.totals.weight === 0) return;
		line(now(), progressLine(current, now().getTime()));
	}
	const timer = setInterval(tick, progressIntervalMs$1);
	timer.unref();
	function show(event) {
		switch (event.type) {
			case "endpoint.connected": {
				const tls = event.tls ? "TLS" : "no TLS";
				const what = `PostgreSQL ${event.version}, role ${event.role}, ${tls}, ${event.latencyMs.toFixed(0)} ms`;
				return line(event.at, `${event.end}: ${event.address}, ${what}`);
			}
			case "check.finished":
				line(event.at, `check ${checkWord(event)}: ${event.title}${event.detail === "" ? "" : ` (${event.detail})`}`);
				if (event.verdict === "fail") below(event.fix);
				return;
			case "estimate.finished": return showEstimate(event);
			case "run.started": {
				isRunning = true;
				const volume = `${plural(event.tables, "table")}, some ${plural(event.rows, "row")}, ${sizeText(event.bytes)}`;
				line(event.at, `run ${event.runId}: ${event.source} to ${event.target}: ${volume}`);
				return;
			}
			case "phase.started": return line(event.at, `${event.phase}: begins`);
			case "phase.finished": return line(event.at, `${event.phase}: done in ${durationText(event.seconds)}`);
			case "step.failed":
				line(event.at, `FAILED ${tables.labelOf(event.id)} (attempt ${event.attempt}): ${event.message}`);
				below(event.hint);
				if (event.willRetry) below("It is tried again.");
				return;
			case "step.finished": {
				const done = tables.completedBy(event);
				if (done === void 0) return;
				const size = `${plural(done.rows, "row")}, ${sizeText(done.bytes)}`;
				const rate = done.bytes >= smallestRated ? `, ${rateText(done.bytesPerSecond)}` : "";
				return line(event.at, `copied ${done.table}: ${size} in ${durationText(done.seconds)}${rate}`);
			}
			case "verify.table": return line(event.at, verifyLine(event));
			case "verify.item": return line(event.at, `verify ${itemName(event)}: ${withDetail(event.verdict, event.detail)}`);
			case "control.changed":
				if (event.control === "pausing" || event.control === "paused" || event.control === "stopping") line(event.at, event.control);
				return;
			case "log":
				if (event.level !== "debug") line(event.at, event.level === "info" ? event.message : `${event.level}: ${event.message}`);
				return;
			case "rollback.planned":
				line(event.at, `rollback of run ${event.runId} on ${event.target}: ${rollbackSize(event)}`);
				for (const each of rollbackLines(event)) below(each);
				return;
			case "reconcile.table": {
				const rows = `${countText(event.inserted)} inserted, ${countText(event.updated)} updated, ${countText(event.deleted)} deleted`;
				line(event.at, `written ${event.table}: ${rows}`);
				if (!event.sourceUnchanged) below(`THE SOURCE CHANGED TOO: ${event.proof}`);
				return;
			}
			case "drill.finished":
				line(event.at, `drill of run ${event.runId}: ${event.passed ? "passed" : "FAILED"}: ${event.verdict}`);
				below(`killed after ${durationText(event.runSeconds)} with ${percentText(event.killedAt)} of the rows; resumed in ${durationText(event.resumeSeconds)}, verified in ${durationText(event.verifySeconds)}, rolled back in ${durationText(event.rollbackSeconds)}`);
				return;
			case "run.finished":
				isRunning = false;
				line(event.at, `${event.runId === "" ? "the command" : `run ${event.runId}`}: ${event.outcome} after ${durationText(event.seconds)}`);
				if (event.reportPath !== "") below(`report: ${event.reportPath}`);
				return;
			default: return;
		}
	}
	function showEstimate(event) {
		line(event.at, `estimate: ${plural(event.tables.length, "table")}, ${plural(event.rows, "row")}, ${sizeText(event.bytes)}`);
		const width = Math.max(0, ...event.tables.map((table) => table.table.length));
		for (const { table, rows, bytes, seconds } of [...event.tables].sort((a, b) => b.bytes - a.bytes)) {
			const cells = [
				countText(rows).padStart(14),
				sizeText(bytes).padStart(10),
				durationText(seconds).padStart(10)
			];
			below(`${table.padEnd(width)} ${cells.join(" ")}`);
		}
		if (event.storageObjects > 0) below(`storage: ${plural(event.storageObjects, "object")}, ${sizeText(event.storageBytes)}`);
		for (const each of estimateLines(event)) below(each);
	}
	return {
		event(event) {
			tables.see(event);
			show(event);
		},
		say: (text) => line(now(), text),
		plan(plan) {
			line(now(), `plan ${plan.hash.slice(0, 12)}: ${plural(plan.steps.length, "step")}; nothing was written`);
			for (const step of plan.steps) below(`${step.phase.padEnd(10)} ${step.label}${step.weight > 0 ? ` (${sizeText(step.weight)})` : ""}`);
			for (const { table, reason } of plan.leftOut) below(`left out   ${table} (${reason})`);
		},
		runs(runs) {
			if (runs.length === 0) write("no runs yet");
			for (const run of runs) {
				const share = run.state === "paused" || run.state === "running" ? ` ${percentText(run.progress)}` : "";
				write(`${run.runId}  ${run.createdAt}  ${run.state}${share}  ${run.source} to ${run.target}  ${run.verdict}`);
			}
		},
		history(history) {
			for (const each of historyLines(history)) write(each);
		},
		tick,
		finish(command, result) {
			clearInterval(timer);
			const { tables = [], items = [] } = state()?.verification ?? {};
			if (verifying.has(command) && tables.length + items.length > 0) for (const rung of ladder({
				tables,
				items
			})) line(now(), rungLine(rung));
			write(lastLine(command, result));
		},
		async close() {
			clearInterval(timer);
			if (isOpen && output.writableLength > 0) await new Promise((resolve) => output.write("", () => resolve()));
		}
	};
}
function checkWord(event) {
	if (event.verdict === "fail") return event.severity === "info" ? "note" : event.severity.toUpperCase();
	return event.verdict === "pass" ? "pass" : "skipped";
}
/** The item that sums up a kind, `all views`, says it all by its name. */
function itemName({ kind, name }) {
	return name.startsWith("all ") ? name : `${kind} ${name}`;
}
function withDetail(verdict, detail) {
	return detail === "" ? verdict : `${verdict}, ${detail}`;
}
function verifyLine(event) {
	if (event.verdict === "skipped") return `verify ${event.table}: skipped (${event.reason})`;
	if (event.verdict === "match") {
		const how = event.sourceChecksum === "" ? "counts match" : "match";
		return `verify ${event.table}: ${how}, ${plural(event.sourceRows, "row")}`;
	}
	const counts = `source ${plural(event.sourceRows, "row")}, target ${plural(event.targetRows, "row")}`;
	return `verify ${event.table}: DIFFERS, ${withDetail(counts, event.reason)}`;
}
/** A rung that was not climbed, or not as a whole, says why. */
function rungLine({ name, verdict, checked, skipped }) {
	return `ladder ${name}: ${{
		match: "equal",
		part: "equal in part",
		differs: "DIFFERS",
		skipped: "skipped"
	}[verdict]}: ${checked}${skipped.length > 0 ? `${checked === "" ? "" : "; not checked: "}${skipped.join("; ")}` : ""}`;
}
/** One line about how far it is. A stall is said to be one. */
function progressLine({ totals, control }, now) {
	const parts = [
		`${percentText(totals.weightDone / totals.weight)} done`,
		`${countText(totals.rows)} of some ${plural(totals.expectedRows, "row")}`,
		`${sizeText(totals.bytes)} of ${sizeText(totals.expectedBytes)}`
	];
	const silence = totals.lastProgressAt === void 0 ? 0 : (now - Date.parse(totals.lastProgressAt)) / 1e3;
	if (control === "paused") parts.push("paused");
	else if (silence >= stallSeconds) parts.push(`nothing has moved for ${durationText(Math.floor(silence))}`);
	else if (totals.bytesPerSecond >= 1) parts.push(rateText(totals.bytesPerSecond));
	if (totals.etaSeconds !== void 0 && silence < stallSeconds) parts.push(`${durationText(totals.etaSeconds)} left`);
	return `progress: ${parts.join(", ")}`;
}
/** What the engine's outcomes are called at the end of commands that do not migrate. */
const doneWords = {
	check: "go",
	estimate: "estimated",
	finalize: "finalized",
	reconcile: "compared"
};
/** Commands whose end is a verification's. */
const verifying = /* @__PURE__ */ new Set([
	"run",
	"resume",
	"verify",
	"demo"
]);
function lastLine(command, result) {
	const word = result.outcome === "verified" ? doneWords[command] ?? result.outcome : result.outcome;
	return result.verdict.toLowerCase().startsWith(word.replace("-", " ")) ? result.verdict : `${word}: ${result.verdict}`;
}
// src/open-face.ts
/** The face that flags ask for, on stdout. */
function openFace(house, state) {
	const { stdout } = house.around;
	return house.flags.json ? createJsonFace(stdout) : createPlainFace({
		output: stdout,
		state
	});
}
// src/memory.ts
/** The name under which a profile's runs are remembered: a rehearsal's are those of what it rehearses. */
function nameOf({ name, rehearsalOf }) {
	return rehearsalOf ?? name;
}
/** Runs of a profile and of those that rehearse it, newest first. */
function historyOf(settings, profile) {
	return settings.history().filter((record) => record.profile === nameOf(profile));
}
/** What an engine is told of a profile's past. */
function rememberedOf(settings, profile) {
	const expected = newestEstimate(settings.estimates(), profile);
	return {
		history: historyOf(settings, profile),
		...expected === void 0 ? {} : { expectedSeconds: expected.seconds }
	};
}
function createMemory(engine, request) {
	const { settings, profile, jobs, warn } = request;
	let recorder = new RunRecorder();
	let rollbackSeconds = 0;
	function keep(work) {
		try {
			work();
		} catch (error) {
			warn(`cutover: what the run took is not remembered: ${error instanceof Error ? error.message : String(error)}`);
		}
	}
	function amend(runId, change) {
		const known = settings.history().find((record) => record.runId === runId);
		if (known) settings.remember({
			...known,
			...change
		});
	}
	function rememberRun() {
		const record = recorder.record({
			profile,
			jobs,
			estimate: newestEstimate(settings.estimates(), profile)
		});
		if (!record) return;
		const before = settings.history().find(({ runId }) => runId === record.runId);
		settings.remember(before ? joined(before, record) : record);
	}
	return {
		amend: (runId, change) => keep(() => amend(runId, change)),
		close: engine.onEvent((event) => {
			recorder.event(event);
			if (event.type === "phase.finished" && event.phase === "rollback") rollbackSeconds = event.seconds;
			if (event.type === "estimate.finished") {
				const { planHash, seconds, rates, at } = event;
				keep(() => settings.noteEstimate({
					profile: nameOf(profile),
					at,
					planHash,
					seconds,
					from: rates.from
				}));
			}
			if (event.type !== "run.finished") return;
			const { outcome, runId, at } = event;
			keep(() => {
				rememberRun();
				if (outcome === "rolled-back") amend(runId, { rollback: {
					at,
					seconds: rollbackSeconds,
					outcome
				} });
			});
			recorder = new RunRecorder();
		})
	};
}
function newestEstimate(estimates, profile) {
	return estimates.find((estimate) => estimate.profile === nameOf(profile));
}
/** A run in several pieces: its steps and its time are those of all of them. */
function joined(before, after) {
	const ids = new Set(after.steps.map(({ id }) => id));
	return {
		...after,
		startedAt: before.startedAt,
		seconds: before.seconds + after.seconds,
		preparationSeconds: before.preparationSeconds,
		planHash: after.planHash === "" ? before.planHash : after.planHash,
		steps: [...after.steps, ...before.steps.filter(({ id }) => !ids.has(id))],
		resumed: before.resumed + Math.max(1, after.resumed),
		...before.estimate ? { estimate: before.estimate } : {},
		...before.drill ? { drill: before.drill } : {}
	};
}
// src/commands/drill.ts
/** Share of the rows that are there when the run is killed. */
const killedAfter = .4;
/** Flags that the run of its own is not given: where it connects to comes by environment, where no process list shows it. */
const kept = {
	"--drill": "alone",
	"--json": "alone",
	"--plain": "alone",
	"--go": "alone",
	"--source": "valued",
	"--target": "valued",
	"--on-failure": "valued"
};
/** The arguments of the run that will be killed. Pure. */
function killedArguments(argv) {
	const rest = [];
	for (let index = 0; index < argv.length; index += 1) {
		const word = argv[index] ?? "";
		const kind = kept[word.split("=", 1)[0] ?? ""];
		if (kind === void 0) rest.push(word);
		else if (kind === "valued" && !word.includes("=")) index += 1;
	}
	return [
		...rest,
		"--go",
		"--json",
		"--no-input",
		"--on-failure",
		"pause"
	];
}
/**
* A rehearsal of the worst night: a run in a process of its own is killed half-way with SIGKILL, then resumed, verified
* and rolled back here, each with its time. Gives the exit code: 0 where all of it went well.
*/
async function runDrill(config, house) {
	if (config.profile.environment !== "rehearsal") throw new CutoverError("config.invalid", "--drill kills a run and rolls it back: it is for rehearsals only", { hint: "Give a profile whose environment is 'rehearsal', with --profile or --config." });
	const engine = house.core.createEngine(config);
	const face = openFace(house, () => engine.store.getState());
	const forget = [house.shutdown.onStop(() => engine.stop()), house.shutdown.onExit(() => engine.close())];
	const listeners = /* @__PURE__ */ new Set();
	const memory = createMemory({ onEvent(listener) {
		listeners.add(listener);
		return () => listeners.delete(listener);
	} }, {
		settings: await house.settings(),
		profile: config.profile,
		jobs: config.options.jobs,
		warn: (line) => house.warn(line)
	});
	let last;
	const tell = (event) => {
		for (const listener of listeners) listener(event);
		if (event.type === "run.finished") last = event;
		else face.event(event);
	};
	const unsubscribe = engine.onEvent(tell);
	try {
		face.say("drill: a run begins in a process of its own, which will be killed half-way");
		const killed = await runAndKill(config, house, tell);
		if (killed.runId === void 0 || killed.share === void 0) throw new CutoverError("drill.not-killed", `the run ended by itself before it could be killed (exit ${killed.code})`, { hint: "Look at its report. 'cutover rollback' takes back what it made; a larger source gives time to kill it." });
		const { runId, share } = killed;
		face.say(`drill: run ${runId} was killed with ${Math.round(share * 100)}% of the rows there; it is resumed`);
		const resumed = await timed(() => engine.resume(runId));
		face.say("drill: it is verified once more");
		const verified = await timed(() => engine.verify(runId));
		face.say("drill: it is rolled back");
		const confirm = parseAddress(config.targetUrl, "target").database;
		const back = await timed(() => engine.rollback({
			runId,
			confirm
		}));
		memory.amend(runId, { drill: {
			killedAt: share,
			resumeSeconds: resumed.seconds,
			verifySeconds: verified.seconds
		} });
		const failed = [
			{
				part: "resume",
				ok: resumed.result.outcome === "verified",
				...resumed
			},
			{
				part: "verify",
				ok: verified.result.outcome === "verified",
				...verified
			},
			{
				part: "rollback",
				ok: back.result.outcome === "rolled-back",
				...back
			}
		].find(({ ok }) => !ok);
		face.event({
			v: 1,
			at: (/* @__PURE__ */ new Date()).toISOString(),
			type: "drill.finished",
			runId,
			killedAt: share,
			runSeconds: killed.seconds,
			resumeSeconds: resumed.seconds,
			verifySeconds: verified.seconds,
			rollbackSeconds: back.seconds,
			passed: failed === void 0,
			verdict: failed ? `${failed.part} failed: ${failed.result.verdict}` : "killed, resumed, verified and rolled back"
		});
		if (last) face.event(last);
		return failed === void 0 ? exitCodes.done : exitCodes.failure;
	} finally {
		unsubscribe();
		memory.close();
		for (const undo of forget) undo();
		await engine.close();
		await face.close();
	}
}
async function runAndKill(config, house, tell) {
	const begin = performance.now();
	const program = process$1.argv[1] ?? "";
	const child = spawn(process$1.execPath, [
		...process$1.execArgv,
		program,
		...killedArguments(house.argv)
	], {
		env: {
			...house.around.env,
			CUTOVER_SOURCE_URL: config.sourceUrl,
			CUTOVER_TARGET_URL: config.targetUrl
		},
		cwd: house.around.cwd,
		stdio: [
			"ignore",
			"pipe",
			"inherit"
		]
	});
	const forget = house.shutdown.onExit(() => void child.kill("SIGKILL"));
	const ended = new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", (code) => resolve(code));
	});
	let runId;
	let [expected, rows] = [0, 0];
	let share;
	createInterface({ input: child.stdout }).on("line", (line) => {
		const parsed = contractEventSchema.safeParse(JSON.parse(line));
		if (!parsed.success || share !== void 0) return;
		const event = parsed.data;
		if (event.type === "run.started") [runId, expected] = [event.runId, event.rows];
		tell(event);
		if (event.type !== "step.finished") return;
		rows += event.rows;
		const reached = expected > 0 ? rows / expected : 1;
		if (rows === 0 || reached < killedAfter) return;
		if (child.kill("SIGKILL")) share = Math.min(1, reached);
	});
	try {
		const code = await ended;
		return {
			runId,
			share,
			code,
			seconds: (performance.now() - begin) / 1e3
		};
	} finally {
		forget();
	}
}
async function timed(work) {
	const begin = performance.now();
	return {
		result: await work(),
		seconds: (performance.now() - begin) / 1e3
	};
}
// src/commands/headless.ts
/** The ends without which a command can do nothing. A way back must work while the source is out of reach. */
const neededEnds = {
	check: ["source", "target"],
	estimate: ["source", "target"],
	plan: ["source", "target"],
	run: ["source", "target"],
	resume: ["source", "target"],
	verify: ["source", "target"],
	rollback: ["target"],
	finalize: ["target"],
	reconcile: ["source", "target"],
	runs: []
};
/** Runs one command to its end and gives the exit code. Throws CutoverError where it cannot begin or go on. */
async function runHeadless(request, house) {
	const { command } = request;
	const { flags, around } = house;
	const profile = await resolveProfile(house);
	const ends = neededEnds[command];
	let connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, profile);
	requireConnections(connections, ends);
	if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true) connections = await askForPasswords(connections, ends, house.core.connect, (question) => askHidden(around, question));
	const settings = await settingsToRemember(house);
	const options = runOptions(flags, true);
	const config = {
		profile,
		...settings ? rememberedOf(settings, profile) : {},
		operator: house.operator,
		said: {
			ticks: ticksOf(profile, flags.tick ?? [], house.operator),
			overrides: {}
		},
		sourceUrl: connections.sourceUrl,
		targetUrl: connections.targetUrl,
		supabase: connections.supabase,
		...connections.stack === void 0 ? {} : { stack: connections.stack },
		...connections.login === void 0 ? {} : { login: connections.login },
		options,
		stateDir: house.stateDir,
		toolVersion: house.toolVersion,
		...flags.logLevel === void 0 ? {} : { logLevel: flags.logLevel }
	};
	if (command === "run" && flags.drill) return await runDrill(config, house);
	const session = openSession(house, command, config);
	const { engine } = session;
	const remembers = flags.onlyTable === void 0 ? settings : void 0;
	const memory = remembers && createMemory(engine, {
		settings: remembers,
		profile,
		jobs: options.jobs,
		warn: (line) => house.warn(line)
	});
	try {
		return await perform(request, {
			...session,
			settings,
			profile
		}, house);
	} finally {
		memory?.close();
		await session.close();
	}
}
/** Nobody has said that it is a rehearsal, so it is none: what it moves may be what people live on. */
const unnamedProfile = {
	name: "unnamed",
	environment: "production",
	checklist: [],
	freezeWatchSeconds: .2
};
/** Runs are remembered by their profile's name: flags alone have none. */
async function settingsToRemember(house) {
	const { profile, config } = house.flags;
	return profile === void 0 && config === void 0 ? void 0 : await house.settings();
}
/** The profile that flags name, or an empty one: flags and environment may say everything themselves. */
async function resolveProfile(house) {
	const { flags, around } = house;
	if (flags.config !== void 0) return readProfileFile(flags.config, around.cwd);
	if (flags.profile === void 0) return profileSchema.parse(unnamedProfile);
	const saved = (await house.settings()).profiles();
	const profile = saved.find(({ name }) => name === flags.profile);
	if (profile !== void 0) return profile;
	const names = saved.map(({ name }) => name).join(", ");
	throw new CutoverError("config.invalid", `there is no profile '${flags.profile}'`, { hint: names === "" ? "No profile is saved yet: the wizard ('cutover') makes one." : `Saved profiles: ${names}.` });
}
/** The operator's word for items of the checklist. Throws `config.invalid` for one that the profile does not have. */
function ticksOf(profile, ids, by) {
	const known = [...manualItems(profile).map(({ id }) => id), "backup"];
	const strange = ids.find((id) => !known.includes(id));
	if (strange !== void 0) throw new CutoverError("config.invalid", `--tick ${strange}: the profile's checklist has no such item`, { hint: `It has ${known.join(", ")}.` });
	const at = (/* @__PURE__ */ new Date()).toISOString();
	return Object.fromEntries(ids.map((id) => [id, {
		by,
		at
	}]));
}
/** Opens engine and face, and ties both to the shutdown: the first signal stops the engine at a safe point. */
function openSession(house, command, config) {
	const engine = house.core.createEngine(config);
	const face = openFace(house, () => engine.store.getState());
	return {
		engine,
		face,
		close: attachSession(house, command, engine, face)
	};
}
/** Shows an engine's events through a face until the returned function is called; that is safe to call twice. */
function attachSession(house, command, engine, face) {
	const unsubscribe = engine.onEvent((event) => {
		if (event.type === "run.started") house.noteRun(event.runId);
		face.event(event);
	});
	const forget = [...command === "runs" || command === "plan" ? [] : [house.shutdown.onStop(() => engine.stop())], house.shutdown.onExit(() => engine.close())];
	return async () => {
		for (const undo of forget) undo();
		await engine.close();
		unsubscribe();
		await face.close();
	};
}
async function perform({ command, runId }, work, house) {
	const { engine, face } = work;
	if (command === "plan") {
		face.plan(await engine.plan());
		return exitCodes.done;
	}
	if (command === "runs" && house.flags.history) {
		const settings = work.settings ?? await house.settings();
		face.history(work.settings ? historyOf(settings, work.profile) : settings.history());
		return exitCodes.done;
	}
	if (command === "runs") {
		face.runs(await engine.runs());
		return exitCodes.done;
	}
	if (command === "rollback" && house.flags.confirm === void 0) return await showRollback(runId, engine, face, house);
	return conclude(command, await call(engine, command, runId, house.flags), {
		engine,
		face
	}, house);
}
function call(engine, command, runId, { confirm = "", endHoldEarly, onlyTable }) {
	const named = runId === void 0 ? {} : { runId };
	switch (command) {
		case "check": return engine.check();
		case "estimate": return engine.estimate();
		case "run": return engine.run({
			go: true,
			...onlyTable ? { onlyTables: onlyTable } : {}
		});
		case "resume": return engine.resume(runId);
		case "verify": return engine.verify(runId);
		case "rollback": return engine.rollback({
			...named,
			confirm
		});
		case "reconcile": return engine.reconcile(runId);
		case "finalize": return engine.finalize({
			...named,
			confirm,
			endHoldEarly
		});
	}
}
/** The plan of a rollback alone: nothing is changed before the target's name is repeated. */
async function showRollback(runId, engine, face, house) {
	const result = await engine.planRollback(runId);
	if (result.outcome !== "verified") return conclude("rollback", result, {
		engine,
		face
	}, house);
	const database = engine.store.getState().rollbackPlan?.database ?? "TARGETDB";
	house.warn(`cutover: 'cutover rollback' needs --confirm ${database}; nothing was changed`);
	house.warn("  This is what it would do. Repeat the command with --confirm and the name of the target's database.");
	return exitCodes.usage;
}
/** Shows the end of a command and gives its exit code. */
function conclude(command, result, { engine, face }, house) {
	if (result.error !== void 0) {
		house.warn(`cutover: ${result.error.message}`);
		if (result.error.hint !== "") house.warn(`  ${result.error.hint}`);
	}
	face.finish(command, result);
	return exitCodeOf(command, result, engine.store.getState());
}
// src/commands/backup.ts
/** A table that takes longer than this is told of meanwhile, in ms. */
const progressIntervalMs = 1e4;
/** Backs up the source, or that of every profile. Gives the exit code. Throws CutoverError. */
async function runBackup(house) {
	if (!house.flags.allProfiles) {
		await backUp(await resolveProfile(house), house);
		return exitCodes.done;
	}
	const profiles = (await house.settings()).profiles();
	if (profiles.length === 0) throw new CutoverError("config.invalid", "no profile is saved yet", { hint: "The wizard ('cutover') makes one; or name a source: cutover backup --source URL." });
	let code = exitCodes.done;
	for (const profile of profiles) try {
		await backUp(profile, house);
	} catch (thrown) {
		const error = toCutoverError(thrown);
		house.warn(`cutover: profile ${profile.name}: ${error.message}`);
		if (error.hint !== "") house.warn(`  ${error.hint}`);
		tell$2(house, "backup.failed", {
			profile: profile.name,
			code: error.code,
			message: error.message
		});
		if (code === exitCodes.done) code = exitCodeOfError(error);
		if (error.code === "stopped") return exitCodes.stopped;
	}
	return code;
}
async function backUp(profile, house) {
	const { flags } = house;
	const sourceUrl = await urlOf("source", profile, house);
	const begun = performance.now();
	const progress = createProgress(house, "backup");
	const metadata = await untilStopped(house, async (signal) => backupDatabase({
		sourceUrl,
		schemas: flags.schemas,
		excludeTables: flags.excludeTable ?? [],
		stateDir: house.stateDir,
		toolVersion: house.toolVersion,
		signal,
		onBegin: (tables, folder) => progress.say(`backup of ${plural(tables, "table")} to ${folder}`),
		onTable: progress.table
	}));
	const seconds = (performance.now() - begun) / 1e3;
	const { rows, bytes } = totalsOf(metadata);
	const { backupId, backupPath, projectRef, databaseName } = metadata;
	tell$2(house, "backup.finished", {
		...flags.allProfiles ? { profile: profile.name } : {},
		backupId,
		path: backupPath,
		projectRef,
		databaseName,
		tables: metadata.tables.length,
		rows,
		bytes,
		seconds
	});
	const what = `${plural(metadata.tables.length, "table")}, ${plural(rows, "row")}, ${sizeText(bytes)}`;
	progress.say(`backed up: ${what} in ${durationText(seconds)}: ${backupPath}`);
}
function totalsOf({ files }) {
	return {
		rows: sum(files.map((file) => file.rows)),
		bytes: sum(files.map((file) => file.bytes))
	};
}
function sum(numbers) {
	return numbers.reduce((total, number) => total + number, 0);
}
/** Restores a backup into the target. Gives the exit code. Throws CutoverError. */
async function runRestore(folder, house) {
	const { flags, around } = house;
	const targetUrl = await urlOf("target", await resolveProfile(house), house);
	const begun = performance.now();
	const progress = createProgress(house, "restore");
	const { metadata, rows, kept } = await untilStopped(house, async (signal) => restoreBackup({
		folder: resolve(around.cwd, folder),
		targetUrl,
		confirm: flags.confirm ?? "",
		stateDir: house.stateDir,
		toolVersion: house.toolVersion,
		overwriteNewer: flags.overwriteNewer,
		signal,
		onTable: progress.table,
		onNote: (note) => house.warn(`cutover: ${note}`)
	}));
	const seconds = (performance.now() - begun) / 1e3;
	const tables = metadata.tables.length;
	tell$2(house, "restore.finished", {
		backupId: metadata.backupId,
		tables,
		rows,
		seconds,
		kept: kept ?? ""
	});
	const what = `${plural(tables, "table")}, ${plural(rows, "row")}, checksums equal, in ${durationText(seconds)}`;
	progress.say(`restored: ${what}`);
	if (kept !== void 0) progress.say(`what the target had before is in ${kept}`);
	return exitCodes.done;
}
/** The connection string of one end, its password asked for where there is somebody to ask. */
async function urlOf(end, profile, house) {
	const { flags, around } = house;
	let connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, profile);
	requireConnections(connections, [end]);
	if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true) connections = await askForPasswords(connections, [end], house.core.connect, (question) => askHidden(around, question));
	return end === "source" ? connections.sourceUrl : connections.targetUrl;
}
/** Runs work that the first signal stops at a safe point. */
async function untilStopped({ shutdown }, work) {
	const abort = new AbortController();
	const forget = shutdown.onStop(() => abort.abort());
	try {
		return await work(abort.signal);
	} finally {
		forget();
	}
}
/** A line for programs, where they asked for lines. */
function tell$2({ flags, around }, type, body) {
	if (!flags.json) return;
	around.stdout.write(`${JSON.stringify({
		v: 1,
		at: (/* @__PURE__ */ new Date()).toISOString(),
		type,
		...body
	})}\n`);
}
/** Lines with their time for people; objects for programs, one a table. */
function createProgress(house, command) {
	let spokeAt = performance.now();
	const say = (text) => {
		spokeAt = performance.now();
		if (house.flags.json) return;
		house.around.stdout.write(`${(/* @__PURE__ */ new Date()).toISOString().slice(0, 19)}Z  ${text}\n`);
	};
	return {
		say,
		table({ table, state, rows, bytes }) {
			const size = bytes === void 0 ? "" : `, ${sizeText(bytes)}`;
			if (state === "done") {
				tell$2(house, `${command}.table`, {
					table,
					rows,
					...bytes === void 0 ? {} : { bytes }
				});
				say(`${command === "backup" ? "backed up" : "loaded"} ${table}: ${plural(rows, "row")}${size}`);
			} else if (performance.now() - spokeAt >= progressIntervalMs) say(state === "running" ? `${table}: ${plural(rows, "row")} so far${size}` : `${table}: being read and compared`);
		}
	};
}
// src/sample-profile.ts
/** The profile of the built-in sample; its URLs are known once its servers run. */
const sampleProfile = profileSchema.parse({
	name: "sample",
	environment: "rehearsal",
	windowMinutes: 60,
	checklist: ["This is the built-in sample: nothing of yours is touched"]
});
// src/commands/demo.ts
/** Starts the sample and moves it without anybody: check, estimate, run with its verification. Gives the exit code. */
async function runDemo(house) {
	const { flags, core, shutdown } = house;
	let engine;
	const face = openFace(house, () => engine?.store.getState());
	face.say("demo: two PostgreSQL servers are being started, and one is filled with the sample project");
	const demo = await core.startDemo({
		scale: flags.scale ?? 1,
		keep: flags.keep,
		...flags.auth === "supabase" ? { target: "supabase" } : {},
		...flags.auth === "stack" ? { stackAuth: true } : {},
		...flags.storage === void 0 || flags.storage === "none" ? {} : { storage: flags.storage }
	});
	face.say(`demo: both servers are up: ${demo.source.host}:${demo.source.port} and ${demo.target.host}:${demo.target.port}`);
	const forget = shutdown.onExit(() => demo.stop());
	if (flags.keep) printConnections(house, demo);
	try {
		engine = core.createEngine({
			profile: sampleProfile,
			sourceUrl: demo.source.url,
			targetUrl: demo.target.url,
			...demo.stack === void 0 ? {} : { stack: demo.stack },
			...demo.supabase === void 0 ? {} : { supabase: demo.supabase },
			login: demo.login,
			options: runOptions(flags, true),
			stateDir: join(house.stateDir, "demo"),
			toolVersion: house.toolVersion,
			...flags.logLevel === void 0 ? {} : { logLevel: flags.logLevel }
		});
		const code = await moveSample(engine, face, house);
		if (flags.keep) await untilSignal(house);
		return code;
	} finally {
		forget();
		await demo.stop();
	}
}
async function moveSample(engine, face, house) {
	const close = attachSession(house, "demo", engine, face);
	try {
		for (const look of [() => engine.check(), () => engine.estimate()]) {
			const result = await look();
			if (result.outcome !== "paused") continue;
			face.event(finishedBeforeRun(result));
			return conclude("demo", result, {
				engine,
				face
			}, house);
		}
		return conclude("demo", await engine.run({ go: true }), {
			engine,
			face
		}, house);
	} finally {
		await close();
	}
}
/** The last line of a demo that was stopped before its run. */
function finishedBeforeRun({ outcome, verdict }) {
	return {
		v: 1,
		at: (/* @__PURE__ */ new Date()).toISOString(),
		type: "run.finished",
		runId: "",
		outcome,
		verdict,
		seconds: 0,
		reportPath: ""
	};
}
/** Past the faces, which would take the passwords out: those of two throw-away servers on this machine. */
function printConnections({ flags, around }, { source, target }) {
	(flags.json ? around.stderr : around.stdout).write(`source: ${source.url}\ntarget: ${target.url}\n`);
}
async function untilSignal({ shutdown, warn }) {
	warn("cutover: the two servers stay until Ctrl-C");
	await new Promise((resolve) => {
		shutdown.onStop(resolve);
	});
}
// src/commands/drift.ts
/** Differences that the plain list shows; --json and --summary have them all. */
const mostShown = 200;
/** Compares the sources of truth of a schema. Gives the exit code: 4 where they part more than --allow lets pass. */
async function runDrift(house) {
	const { flags } = house;
	const models = await readAll(house);
	const drift = findDrift(models);
	if (flags.json) writeJson$1(house, drift, models);
	else write$2(house, plainLines(drift));
	if (flags.save !== void 0) await save(house, models);
	if (flags.summary !== void 0) await summarise(house, drift);
	if (flags.emit !== void 0) await emit(house, models);
	return drift.differences.some(({ severity }) => !isAllowed(severity, flags.allow)) ? exitCodes.differences : exitCodes.done;
}
async function readAll(house) {
	const { flags, around } = house;
	const profile = await resolveProfile(house);
	let connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, profile);
	const wanted = ["source", "target"].filter((end) => (end === "source" ? connections.sourceUrl : connections.targetUrl) !== "" && (flags.compare?.includes(end) ?? true));
	if (flags.input && around.stdin.isTTY === true && around.stderr.isTTY === true && wanted.length > 0) connections = await askForPasswords(connections, wanted, house.core.connect, (question) => askHidden(around, question));
	const at = (path) => resolve(around.cwd, path);
	return await readTruths({
		sourceUrl: connections.sourceUrl,
		targetUrl: connections.targetUrl,
		root: around.cwd,
		migrations: at(flags.migrations ?? "supabase/migrations"),
		migrationsNamed: flags.migrations !== void 0,
		prisma: flags.prisma === void 0 ? void 0 : at(flags.prisma),
		snapshot: flags.snapshot === void 0 ? void 0 : at(flags.snapshot),
		compare: flags.compare,
		schemas: flags.schemas,
		...around.stderr.isTTY === true && !flags.json ? { tell: house.warn } : {}
	});
}
function write$2({ around }, lines) {
	for (const line of lines) around.stdout.write(`${line}\n`);
}
function plainLines(drift) {
	const { text, advice } = driftVerdict(drift);
	const lines = drift.truths.map(({ truth, label, objects, hash }) => `${truth.padEnd(10)}  ${hash.slice(0, 16)}  ${objects} objects  ${label}`);
	lines.push("");
	for (const difference of drift.differences.slice(0, mostShown)) {
		lines.push(`${difference.severity.padEnd(8)}  ${difference.kind} ${difference.name}: ${describeDifference(difference)}`);
		for (const change of difference.pair.changes.slice(1)) lines.push(`          ${describeChange(change, difference.pair.leftTruth, difference.pair.rightTruth)}`);
		if (drift.truths.length > 1) lines.push(`          ${describeBlame(difference)}`);
	}
	const more = drift.differences.length - mostShown;
	if (more > 0) lines.push(`and ${more} more: --json and --summary have them all`);
	if (drift.differences.length > 0) lines.push("");
	if (drift.truths.length > 1) lines.push(text, ...advice.map((line) => `  ${line}`), ...notComparedLines(drift).map((line) => `not compared: ${line}`));
	else lines.push("Only one source of truth was read: its hash tells it from others.");
	return lines;
}
function writeJson$1(house, drift, models) {
	const print = (type, body) => write$2(house, [JSON.stringify({
		v: 1,
		at: (/* @__PURE__ */ new Date()).toISOString(),
		type,
		...body
	})]);
	for (const { truth, label, hash, objects, notes } of drift.truths) print("drift.truth", {
		truth,
		label,
		hash,
		objects,
		notes
	});
	for (const difference of drift.differences) {
		const { kind, name, severity, stands, changed, pair } = difference;
		print("drift.difference", {
			kind,
			name,
			severity,
			change: pair.change,
			detail: describeDifference(difference),
			stands: Object.fromEntries(stands.map(({ truth, stand }) => [truth, stand])),
			changed: changed ?? null,
			guess: pair.guess ?? null,
			changes: pair.changes.map(({ fact, left, right }) => ({
				fact,
				[pair.leftTruth]: left,
				[pair.rightTruth]: right
			})),
			sql: differenceSql(difference, models)
		});
	}
	const { standing, text, advice } = driftVerdict(drift);
	const counts = (severity) => drift.differences.filter((each) => each.severity === severity).length;
	print("drift.finished", {
		standing,
		verdict: text,
		advice,
		differences: drift.differences.length,
		breaking: counts("breaking"),
		risky: counts("risky"),
		harmless: counts("harmless"),
		notCompared: notComparedLines(drift)
	});
}
async function save({ flags, around, warn }, models) {
	const model = models.find(({ truth }) => truth !== "snapshot");
	if (flags.save === void 0 || model === void 0) return;
	const file = resolve(around.cwd, flags.save);
	await saveSnapshot(file, model, hashModel(model), /* @__PURE__ */ new Date());
	warn(`cutover: the schema of the ${wordFor(model.truth)} is saved in ${flags.save}`);
}
/** Appends, as GITHUB_STEP_SUMMARY wants it; `-` is stdout. */
async function summarise({ flags, around }, drift) {
	const text = driftMarkdown(drift);
	if (flags.summary === void 0) return;
	if (flags.summary === "-") around.stdout.write(`${text}\n`);
	else await appendFile(resolve(around.cwd, flags.summary), `${text}\n`).catch((cause) => {
		throw new CutoverError("config.invalid", `the summary could not be written: ${cause.message}`, {
			hint: "Give --summary a file in a folder that is there.",
			cause
		});
	});
}
async function emit(house, models) {
	const { flags, around, warn } = house;
	const toward = models.find(({ truth }) => truth === flags.emit);
	if (toward === void 0) throw new CutoverError("config.invalid", `--emit toward ${flags.emit}: it is not among what was compared`, { hint: `Compared were ${models.map(({ truth }) => truth).join(", ")}.` });
	const base = emissionBase(models, toward.truth);
	if (base === void 0) throw new CutoverError("config.invalid", `--emit toward ${flags.emit} needs a database or a migration folder to start from`, { hint: "Give --source, --target or --migrations beside it." });
	const at = /* @__PURE__ */ new Date();
	const emission = emitMigration(base, toward, at);
	if (emission.statements === 0) return warn(`cutover: the ${wordFor(base.truth)} is like the ${wordFor(toward.truth)}: there is nothing to write`);
	const { path, rollbackPath } = await writeEmission(resolve(around.cwd, flags.migrations ?? "supabase/migrations"), emission, at);
	warn(`cutover: wrote ${path}, which brings the ${wordFor(base.truth)} to the ${wordFor(toward.truth)} (${emission.statements} statements, ${emission.commentedOut} of them commented out), and ${rollbackPath}; nothing was applied`);
}
// src/drift-facts.ts
/** Compares both ends, and what lies in the working folder, for the wizard's screen. Throws CutoverError. */
async function readDriftFacts({ sourceUrl, targetUrl }, root) {
	const models = await readTruths({
		sourceUrl,
		targetUrl,
		root,
		migrations: resolve(root, defaultMigrationsFolder),
		migrationsNamed: false
	});
	const drift = findDrift(models);
	const { text, advice } = driftVerdict(drift);
	return {
		verdict: text,
		advice,
		truths: drift.truths.map(({ truth, hash }) => `${truth} ${hash.slice(0, 8)}`),
		rows: drift.differences.map((difference) => {
			const { id, severity, kind, name, pair } = difference;
			const changes = pair.changes.map((change) => describeChange(change, pair.leftTruth, pair.rightTruth));
			return {
				id,
				severity,
				kind,
				name,
				how: describeDifference(difference),
				blame: describeBlame(difference),
				changes,
				sql: differenceSql(difference, models)
			};
		}),
		notCompared: notComparedLines(drift)
	};
}
// src/wizard-program.ts
/** The wizard's port over settings, environment and engine. `named` is the profile that flags ask for. */
function createProgram(house, settings, named) {
	const { flags, around, dotenv, core, shutdown } = house;
	/** The account of a sample whose password is known, by the URL of its source. */
	const sampleLogins = /* @__PURE__ */ new Map();
	/** Access to the double of Stack Auth of a sample, by the URL of its source. */
	const sampleStacks = /* @__PURE__ */ new Map();
	/** Access to the doubles of the Storage API of a sample, in the same way. */
	const sampleStorage = /* @__PURE__ */ new Map();
	const connect = (profile) => resolveConnections({
		flags,
		env: around.env,
		dotenv
	}, profile);
	/** What flags and environment describe by themselves, as a profile that can be chosen, and saved. */
	function described() {
		if (named !== void 0) return named;
		const empty = profileSchema.parse({
			name: "from the environment",
			environment: "production"
		});
		const { sourceUrl, targetUrl } = connect(empty);
		if (sourceUrl === "" && targetUrl === "") return void 0;
		return {
			...empty,
			...sourceUrl === "" ? {} : { source: withoutPassword(sourceUrl) },
			...targetUrl === "" ? {} : { target: withoutPassword(targetUrl) }
		};
	}
	function profiles() {
		const front = described();
		const saved = settings.profiles();
		return front === void 0 ? saved : [front, ...saved.filter(({ name }) => name !== front.name)];
	}
	return {
		toolVersion: house.toolVersion,
		options: runOptions(flags, false),
		operator: house.operator,
		screenReader: flags.screenReader,
		profiles,
		saveProfile: (profile) => settings.saveProfile(profile),
		connections: (profile) => {
			const { sourceUrl, targetUrl } = connect(profile);
			return {
				sourceUrl,
				targetUrl
			};
		},
		readDrift: (connections) => readDriftFacts(connections, house.around.cwd),
		createEngine({ profile, sourceUrl, targetUrl, options }) {
			const connections = connect(profile);
			const sample = sampleLogins.get(sourceUrl);
			const stack = sampleStacks.get(sourceUrl) ?? connections.stack;
			const login = sample ?? connections.login;
			const isNamed = !sample && (named !== void 0 || settings.profiles().some(({ name }) => name === profile.name));
			const engine = core.createEngine({
				profile,
				...isNamed ? rememberedOf(settings, profile) : {},
				operator: house.operator,
				sourceUrl,
				targetUrl,
				options,
				supabase: sample ? sampleStorage.get(sourceUrl) ?? {} : connections.supabase,
				...stack === void 0 ? {} : { stack },
				...login === void 0 ? {} : { login },
				stateDir: sample ? join(house.stateDir, "demo") : house.stateDir,
				toolVersion: house.toolVersion,
				...flags.logLevel === void 0 ? {} : { logLevel: flags.logLevel }
			});
			if (isNamed) createMemory(engine, {
				settings,
				profile,
				jobs: options.jobs,
				warn: (line) => house.warn(line)
			});
			engine.onEvent((event) => {
				if (event.type === "run.started") house.noteRun(event.runId);
			});
			return engine;
		},
		async runs() {
			const known = profiles().map((profile) => [profile.name, addressesOf(connect(profile))]);
			return (await readReports(house.stateDir)).map((summary) => ({
				summary,
				profile: known.find(([, ends]) => ends.source === summary.source && ends.target === summary.target)?.[0]
			}));
		},
		onStop: (stop) => shutdown.onStop(stop),
		async startDemo(onProgress) {
			onProgress("Two PostgreSQL servers are being started, and one is filled with the sample project");
			const demo = await core.startDemo({
				scale: flags.scale ?? 1,
				keep: flags.keep,
				...flags.auth === "supabase" ? { target: "supabase" } : {},
				stackAuth: flags.auth === "stack",
				storage: flags.storage === "none" ? void 0 : flags.storage
			});
			onProgress("Both servers are up");
			const forget = shutdown.onExit(() => demo.stop());
			sampleLogins.set(demo.source.url, demo.login);
			if (demo.stack) sampleStacks.set(demo.source.url, demo.stack);
			if (demo.supabase) sampleStorage.set(demo.source.url, demo.supabase);
			return {
				profile: sampleProfile,
				sourceUrl: demo.source.url,
				targetUrl: demo.target.url,
				async stop() {
					await demo.stop();
					forget();
				}
			};
		}
	};
}
function addressesOf(urls) {
	return {
		source: addressOf(urls.sourceUrl, "source"),
		target: addressOf(urls.targetUrl, "target")
	};
}
/** `host:port/database`; undefined for what is no connection string, which the Connect screen will tell. */
function addressOf(url, end) {
	if (url === "") return void 0;
	try {
		return formatAddress(parseAddress(url, end));
	} catch (error) {
		if (error instanceof CutoverError) return void 0;
		throw error;
	}
}
// src/commands/interactive.ts
/** Opens the wizard and gives the exit code of what was done in it. */
async function runInteractive(house, command) {
	const { flags } = house;
	const profile = flags.profile !== void 0 || flags.config !== void 0 ? await resolveProfile(house) : void 0;
	const program = createProgram(house, await house.settings(), profile);
	const { runWizard } = await house.core.loadWizard();
	if (command === "demo") return await runWizard(program, { demo: true });
	return await runWizard(program, profile === void 0 ? void 0 : { profile });
}
// src/commands/migrations-text.ts
/** What is told while a command is at work, as lines of a log. */
function eventLines(event) {
	switch (event.type) {
		case "migrations.moved": return [`moved ${event.from} to ${event.to}: ${event.because}`];
		case "migrations.step": return [`${event.step}: ${event.detail}${event.seconds > 0 ? ` (${seconds(event.seconds)})` : ""}`];
		case "migrations.statement": {
			const time = event.seconds > 0 ? ` ${seconds(event.seconds)}` : "";
			return [`  ${event.index}/${event.of} line ${event.line}${time}  ${event.sql}`, ...event.locks.map((lock) => `      lock: ${lock}`)];
		}
		case "migrations.waiting": return [`no lock within the time, try ${event.attempt} of ${event.of}; the next in ${event.pauseSeconds} s`, ...event.holders.map((holder) => `      ${holder}`)];
		case "migrations.notice": return [`note: ${event.message}`];
	}
}
function seconds(value) {
	return value < 1 ? `${Math.max(1, Math.round(value * 1e3))} ms` : `${value.toFixed(2)} s`;
}
const hereWords = {
	applied: "applied",
	waiting: "waits",
	interrupted: "INTERRUPTED",
	"rolled-back": "taken back",
	unknown: "?"
};
/** The folder as a table, and below it what is wrong. */
function statusLines({ root, exists, rows, problems, database }) {
	if (!exists) return [`there is no migration folder ${root}; 'cutover migrations new' makes one`];
	const head = [
		"migration",
		"folder",
		database === void 0 ? "target" : database,
		"test",
		"way back"
	];
	const all = [head, ...rows.map(({ name, stage, here, appliedAt, tested, hasRollback }) => [
		name,
		stage,
		appliedAt === void 0 ? hereWords[here] : `${hereWords[here]} ${appliedAt.slice(0, 16).replace("T", " ")}`,
		tested === "no" ? "-" : tested,
		hasRollback ? "yes" : "-"
	])];
	const widths = head.map((_, at) => Math.max(...all.map((row) => widthOf(row[at] ?? ""))));
	const lines = all.map((row) => row.map((cell, at) => fit(cell, widths[at] ?? 0)).join("  ").trimEnd());
	const troubles = [...rows.flatMap(({ name, troubles: own }) => own.map((trouble) => `${name}: ${trouble}`)), ...problems.map(({ path, detail }) => `${path} ${detail}`)];
	const unknown = database === void 0 ? ["no target is given: what has been applied is not known (--target)"] : [];
	return [
		...lines,
		...troubles.length > 0 ? ["", ...troubles] : [],
		...unknown.length > 0 ? ["", ...unknown] : []
	];
}
/** Findings by file: what, why, and the safer form. The reason of a rule is told once. */
function findingLines({ root, exists, findings, files, database }) {
	if (!exists) return [`there is no migration folder ${root}; 'cutover migrations new' makes one`];
	const lines = [];
	const explained = /* @__PURE__ */ new Set();
	let path = "";
	for (const finding of findings) {
		if (finding.path !== path) lines.push(...lines.length > 0 ? [""] : [], finding.path);
		path = finding.path;
		lines.push(findingLine(finding));
		if (explained.has(finding.rule) || finding.allowed !== void 0) continue;
		explained.add(finding.rule);
		lines.push(`      why: ${finding.reason}`, `      safer: ${finding.safer}`);
	}
	const open = findings.filter(({ allowed }) => allowed === void 0);
	const count = (severity) => open.filter((each) => each.severity === severity).length;
	const sizes = database === void 0 ? "; sizes of tables are not known without --target" : `; sizes are those of ${database}`;
	const sum = `${plural(files, "file")}: ${plural(count("error"), "error")}, ${plural(count("warning"), "warning")}${sizes}`;
	return [
		...lines,
		...lines.length > 0 ? [""] : [],
		sum
	];
}
function findingLine({ line, severity, rule, message, allowed }) {
	return `  ${line}: ${allowed === void 0 ? severity.toUpperCase() : `allowed (${allowed})`} ${rule}: ${message}`;
}
// src/commands/migrations.ts
/** What each topic takes beside the flags of every command; another one would be accepted and ignored. */
const flagsOfTopics = {
	new: [
		"migrations",
		"dryRun",
		"risk",
		"tables"
	],
	status: ["migrations", "dryRun"],
	lint: ["migrations"],
	test: [
		"migrations",
		"dryRun",
		"sampleRows"
	],
	apply: [
		"migrations",
		"dryRun",
		"confirm",
		"untested",
		"lockTimeout"
	],
	rollback: [
		"migrations",
		"dryRun",
		"confirm",
		"untested",
		"lockTimeout"
	]
};
const ownFlags = [
	"migrations",
	"dryRun",
	"confirm",
	"untested",
	"lockTimeout",
	"sampleRows",
	"risk",
	"tables"
];
/** Runs one of the commands on the migration folder and gives the exit code. Throws CutoverError. */
async function runMigrations(topic, names, house) {
	refuseFlags(topic, house);
	const abort = new AbortController();
	const forget = house.shutdown.onStop(async () => abort.abort());
	try {
		const context = await contextOf(house, abort.signal);
		if (topic === "new") return await writeNew(context, names, house);
		if (topic === "status") return await showStatus(context, names, house);
		if (topic === "lint") return await showLint(context, names, house);
		if (topic === "test") return await rehearse(context, names, house);
		return await carryOut(topic === "rollback" ? "rollback" : "apply", context, names, house);
	} finally {
		forget();
	}
}
function refuseFlags(topic, { flags: flags$1 }) {
	const known = flagsOfTopics[topic] ?? [];
	const strange = ownFlags.find((name) => flags$1[name] !== void 0 && flags$1[name] !== false && !known.includes(name));
	if (strange === void 0) return;
	const word = flags[strange].syntax.split(" ")[0];
	throw new CutoverError("config.invalid", `${word} means nothing to 'cutover migrations ${topic}'`, { hint: "Leave it out." });
}
async function contextOf(house, signal) {
	const { flags, around } = house;
	const profile = await resolveProfile(house);
	const connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, profile);
	return {
		root: resolve(around.cwd, flags.migrations ?? "supabase/migrations"),
		sourceUrl: connections.sourceUrl,
		targetUrl: connections.targetUrl,
		stateDir: house.stateDir,
		toolVersion: house.toolVersion,
		signal,
		tell: (event) => tell$1(house, event)
	};
}
function write$1({ around }, lines) {
	for (const line of lines) around.stdout.write(`${line}\n`);
}
function writeJson(house, type, body) {
	write$1(house, [JSON.stringify({
		v: 1,
		at: (/* @__PURE__ */ new Date()).toISOString(),
		type,
		...body
	})]);
}
function tell$1(house, { type, ...body }) {
	if (house.flags.json) writeJson(house, type, body);
	else write$1(house, eventLines({
		type,
		...body
	}));
}
async function writeNew(context, names, house) {
	const { risk = "low", tables = [], dryRun, json } = house.flags;
	const request = {
		words: names.join(" "),
		risk,
		tables,
		now: /* @__PURE__ */ new Date()
	};
	const created = await createMigration(context.root, request, { dryRun });
	if (json) writeJson(house, "migrations.new", {
		...created,
		written: !dryRun
	});
	else {
		const word = dryRun ? "would write" : "wrote";
		write$1(house, [created.path, created.rollbackPath].map((path) => `${word} ${context.root}/${path}`));
	}
	return exitCodes.done;
}
function refuseNames(topic, names, most) {
	if (names.length <= most) return;
	const hint = most === 0 ? "It is about all of them." : "One at a time: name one.";
	throw new CutoverError("config.invalid", `'cutover migrations ${topic}' takes ${most === 0 ? "no name" : "one name"}`, { hint });
}
async function showStatus(context, names, house) {
	refuseNames("status", names, 0);
	const status = await folderStatus(context, { dryRun: house.flags.dryRun });
	if (house.flags.json) {
		for (const row of status.rows) writeJson(house, "migrations.status", { ...row });
		for (const problem of status.problems) writeJson(house, "migrations.problem", { ...problem });
	} else write$1(house, statusLines(status));
	return status.problems.length > 0 || status.rows.some(({ troubles }) => troubles.length > 0) ? exitCodes.differences : exitCodes.done;
}
async function showLint(context, names, house) {
	const report = await lintFolder(context, names);
	if (house.flags.json) for (const finding of report.findings) writeJson(house, "migrations.finding", { ...finding });
	else write$1(house, findingLines(report));
	return report.findings.some(({ severity, allowed }) => severity === "error" && allowed === void 0) ? exitCodes.noGo : exitCodes.done;
}
async function rehearse(context, names, house) {
	const { dryRun, json, sampleRows = 0 } = house.flags;
	const [word] = names;
	if (word === void 0) throw new CutoverError("config.invalid", "'cutover migrations test' needs the name of a migration", { hint: "'cutover migrations status' lists them." });
	refuseNames("test", names, 1);
	if (sampleRows > 0) requireConnections({
		...context,
		supabase: {}
	}, ["target"]);
	const { name, record, path } = await rehearseMigration(context, {
		word,
		sampleRows,
		dryRun
	});
	if (json) writeJson(house, "migrations.tested", {
		name,
		path,
		...record,
		dryRun
	});
	else if (record === void 0) write$1(house, [`dry run of the test of ${name}: nothing was run`]);
	else if (record.verdict === "passed") write$1(house, [`${name} passed in ${record.seconds} s; its file is ${path}`]);
	else write$1(house, [`${name} FAILED: ${record.reason}`, `its file is ${path}`]);
	return record?.verdict === "failed" ? exitCodes.differences : exitCodes.done;
}
async function carryOut(direction, context, names, house) {
	const { flags } = house;
	refuseNames(direction, names, 1);
	requireConnections({
		...context,
		supabase: {}
	}, ["target"]);
	const { database } = parseAddress(context.targetUrl, "target");
	if (!flags.dryRun && flags.confirm === void 0) throw new CutoverError("config.invalid", `'cutover migrations ${direction}' changes the target and needs --confirm`, { hint: `Look at it with --dry-run, then give --confirm ${database}.` });
	const result = await applyMigration(context, {
		direction,
		word: names[0],
		confirm: flags.confirm ?? "",
		untested: flags.untested,
		dryRun: flags.dryRun,
		lockTimeoutMs: flags.lockTimeout === void 0 ? defaultLockTimeoutMs : flags.lockTimeout * 1e3,
		attempts: 6
	});
	const { name, seconds, path } = result;
	if (flags.json) writeJson(house, `migrations.${direction === "apply" ? "applied" : "rolled-back"}`, {
		...result,
		dryRun: flags.dryRun
	});
	else if (seconds === void 0) write$1(house, [`dry run of ${name} on ${result.database}: nothing was written`]);
	else write$1(house, [`${name} ${direction === "apply" ? "applied to" : "taken back from"} ${result.database} in ${seconds.toFixed(2)} s; its file is ${path}`]);
	return direction === "rollback" && !flags.dryRun ? exitCodes.rolledBack : exitCodes.done;
}
// src/commands/report.ts
/** What opens a file with the program that the system has for it. */
const openers = {
	darwin: ["open"],
	win32: [
		"cmd",
		"/c",
		"start",
		""
	]
};
/** Makes a run's report anew and says where it is. Gives the exit code. Throws CutoverError. */
async function runReport(runId, house) {
	const { around, flags, stateDir, warn } = house;
	const { report, folder } = await remakeReport(stateDir, runId);
	const [html, markdown, json] = [
		"report.html",
		"report.md",
		"report.json"
	].map((name) => join(folder, name));
	if (flags.json) {
		const { state, verdict } = report;
		const line = {
			v: 1,
			at: (/* @__PURE__ */ new Date()).toISOString(),
			type: "report.written",
			runId: report.runId,
			state,
			verdict
		};
		around.stdout.write(`${JSON.stringify({
			...line,
			html,
			markdown,
			json
		})}\n`);
	} else around.stdout.write([
		`run ${report.runId}: ${headline(report)}`,
		report.verdict,
		"",
		html,
		markdown,
		json,
		""
	].join("\n"));
	if (flags.open && html !== void 0) {
		const problem = await openFile(html, around.env);
		if (problem !== void 0) warn(`cutover: the report could not be opened (${problem}): it is ${html}`);
	}
	return exitCodes.done;
}
/** Hands a file to the system, and lets go of it; what went wrong where that did not work. */
function openFile(path, env) {
	const [command = "xdg-open", ...rest] = openers[process.platform] ?? ["xdg-open"];
	return new Promise((resolve) => {
		const child = spawn(command, [...rest, path], {
			detached: true,
			stdio: "ignore",
			env: { ...env }
		});
		child.once("error", (error) => resolve(error.message));
		child.once("spawn", () => {
			child.unref();
			resolve(void 0);
		});
	});
}
// src/commands/seed.ts
/** Writes the seed and gives the exit code. Throws CutoverError. */
async function runSeed(house) {
	const { flags, around } = house;
	if (flags.tables === void 0) throw new CutoverError("config.invalid", "'cutover seed' needs --tables", { hint: "Name the tables of reference data: --tables public.plans,reference.*" });
	if (flags.json && flags.output === void 0) throw new CutoverError("config.invalid", "'cutover seed' with --json needs --output", { hint: "Without it the seed itself goes to stdout, which is for JSON then." });
	const connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, await resolveProfile(house));
	requireConnections(connections, ["source"]);
	const path = flags.output === void 0 ? void 0 : resolve(around.cwd, flags.output);
	const outlet = path === void 0 ? standardOutput(house) : await fileAt(path);
	const abort = new AbortController();
	const forget = house.shutdown.onStop(async () => abort.abort());
	const hash = createHash("sha256");
	let bytes = 0;
	const tell = (type, body) => {
		if (flags.json) around.stdout.write(`${JSON.stringify({
			v: 1,
			at: (/* @__PURE__ */ new Date()).toISOString(),
			type,
			...body
		})}\n`);
	};
	try {
		const summary = await writeSeed({
			sourceUrl: connections.sourceUrl,
			tables: flags.tables,
			signal: abort.signal,
			write: async (text) => {
				hash.update(text);
				bytes += Buffer.byteLength(text);
				await outlet.write(text);
			},
			onTable: (table, rows) => tell("seed.table", {
				table,
				rows
			})
		});
		await outlet.done();
		for (const { table, parent } of summary.outside) house.warn(`cutover: ${table} refers to ${parent}, which is not in the seed: its rows have to be there before`);
		const rows = summary.tables.reduce((sum, each) => sum + each.rows, 0);
		tell("seed.finished", {
			path,
			tables: summary.tables.length,
			rows,
			bytes,
			sha256: hash.digest("hex")
		});
		const line = `${countText(rows)} rows of ${plural(summary.tables.length, "table")}, ${sizeText(bytes)}`;
		if (path !== void 0 && !flags.json) around.stdout.write(`${line}, written to ${path}\n`);
		return exitCodes.done;
	} catch (error) {
		await outlet.fail();
		if (!abort.signal.aborted) throw error;
		throw new CutoverError("stopped", "the seed was stopped", {
			hint: "Nothing was kept of it.",
			cause: error
		});
	} finally {
		forget();
	}
}
/** Waits for a reader that is slow; one that has gone is no error of ours. */
function standardOutput({ around: { stdout } }) {
	return {
		async write(text) {
			if (stdout.destroyed || stdout.write(text)) return;
			await Promise.race([once(stdout, "drain"), once(stdout, "close")]);
		},
		done: async () => void 0,
		fail: async () => void 0
	};
}
/** A file that is there as a whole or not at all. Throws `config.invalid` where it cannot be written. */
async function fileAt(path) {
	const unfinished = `${path}.unfinished`;
	const refused = (cause) => new CutoverError("config.invalid", `--output: ${path} cannot be written: ${String(cause)}`, {
		hint: "Name a file in a folder that takes one.",
		cause
	});
	let failure;
	await mkdir(dirname(path), { recursive: true }).catch((error) => {
		throw refused(error);
	});
	const stream = createWriteStream(unfinished, { flush: true });
	stream.on("error", (error) => {
		failure = error;
	});
	const settled = once(stream, "close");
	return {
		async write(text) {
			if (failure !== void 0) throw refused(failure);
			if (!stream.write(text)) await Promise.race([once(stream, "drain"), settled]);
		},
		async done() {
			stream.end();
			await settled;
			if (failure !== void 0) throw refused(failure);
			await rename(unfinished, path);
		},
		async fail() {
			stream.destroy();
			await settled;
			await rm(unfinished, { force: true });
		}
	};
}
// src/commands/users.ts
/** Mails in an hour where nobody says otherwise: what the service's own queue sends. [stack-auth, e-mail queue] */
const mailsPerHour = 200;
/** Prints a report on users, or sends reset mails. Gives the exit code. Throws CutoverError. */
async function runUsers(topic, house) {
	const config = await configOf(topic, house);
	if (topic === "send-resets") return await sendMails(config, house);
	const report = userReportNames.find((name) => name === topic);
	if (report === void 0) throw new CutoverError("config.invalid", `'${topic}' is no report on users`, { hint: "" });
	const format = house.flags.format ?? (house.flags.json ? "json" : "table");
	await print[format](userReport(config, report), report, house);
	return exitCodes.done;
}
async function configOf(topic, house) {
	const { flags, around } = house;
	const profile = await resolveProfile(house);
	const connections = resolveConnections({
		flags,
		env: around.env,
		dotenv: house.dotenv
	}, profile);
	requireConnections(connections, topic === "list" || topic === "notices" && connections.targetUrl === "" ? ["source"] : ["target"]);
	return {
		profile,
		sourceUrl: connections.sourceUrl,
		targetUrl: connections.targetUrl,
		...connections.stack === void 0 ? {} : { stack: connections.stack },
		options: runOptions(flags, true),
		stateDir: house.stateDir,
		toolVersion: house.toolVersion
	};
}
const print = {
	async table(rows, report, house) {
		const columns = userReportColumns[report];
		const lines = [columns];
		for await (const row of rows) lines.push(columns.map((column) => (row[column] ?? "").replaceAll(/\s+/g, " ")));
		const widths = columns.map((_, at) => lines.reduce((widest, line) => Math.max(widest, widthOf(line[at] ?? "")), 0));
		for (const line of lines) await write(house, `${line.map((cell, at) => fit(cell, widths[at] ?? 0)).join("  ").trimEnd()}\n`);
	},
	async csv(rows, report, house) {
		const columns = userReportColumns[report];
		await write(house, `${columns.join(",")}\r\n`);
		for await (const row of rows) await write(house, `${columns.map((column) => csvField(row[column] ?? "")).join(",")}\r\n`);
	},
	async json(rows, report, house) {
		for await (const row of rows) {
			const at = (/* @__PURE__ */ new Date()).toISOString();
			await write(house, `${JSON.stringify({
				v: 1,
				at,
				type: `users.${report}`,
				...row
			})}\n`);
		}
	}
};
/** As RFC 4180 has it. A field that a spreadsheet would take for a formula, which a user's name may be, stays text. */
function csvField(value) {
	const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}
/** Waits for a reader that is slow, so that a million users do not pile up in memory. */
async function write({ around }, text) {
	if (around.stdout.destroyed || around.stdout.write(text)) return;
	await new Promise((resolve) => {
		around.stdout.once("drain", resolve);
		around.stdout.once("close", resolve);
	});
}
async function sendMails(config, house) {
	const { flags, shutdown, warn } = house;
	const perHour = flags.perHour ?? mailsPerHour;
	const { mails, seconds } = await planResets(config, perHour);
	const time = `${mails} reset mails, at ${perHour} an hour: ${durationText(seconds)}`;
	if (mails === 0) {
		await write(house, "no reset mail is left to be sent\n");
		return exitCodes.done;
	}
	if (flags.callbackUrl === void 0) throw new CutoverError("config.invalid", "'cutover users send-resets' needs --callback-url", { hint: "Give the page of your app that takes the code and asks for the new password; the mail links to it." });
	if (flags.confirm === void 0 || !/^\d+$/.test(flags.confirm)) throw new CutoverError("config.invalid", `'cutover users send-resets' would send ${time}`, { hint: `Nothing was sent. Repeat the command with --confirm ${mails}.` });
	const abort = new AbortController();
	const forget = shutdown.onStop(async () => abort.abort());
	try {
		warn(`cutover: ${time}; Ctrl-C stops between two mails`);
		const { mails: sent, of } = await sendResets({
			config,
			signal: abort.signal,
			confirm: Number(flags.confirm),
			callbackUrl: flags.callbackUrl,
			perHour,
			sent: (done, all) => {
				if (flags.json) tell(house, {
					type: "users.reset-sent",
					done,
					of: all
				});
			}
		});
		const rest = sent < of ? `; ${of - sent} are left: repeat the command with --confirm ${of - sent}` : "";
		if (!flags.json) await write(house, `${sent} reset mails were sent${rest}\n`);
		return sent < of ? exitCodes.stopped : exitCodes.done;
	} finally {
		forget();
	}
}
/** A line for programs. */
function tell(house, body) {
	house.around.stdout.write(`${JSON.stringify({
		v: 1,
		at: (/* @__PURE__ */ new Date()).toISOString(),
		...body
	})}\n`);
}
// src/house.ts
/** True where somebody sits at a terminal that can be drawn on, and may be asked. */
function isInteractive({ stdin, stdout, env }, flags) {
	return stdin.isTTY === true && stdout.isTTY === true && flags.input && !flags.json && !flags.plain && env["TERM"] !== "dumb";
}
// src/shutdown.ts
const signals = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
/** How long a forced exit waits for what must be put away, in ms. */
const forcedCleanupMs = 5e3;
function createShutdown(options) {
	const { process, say, record } = options;
	const cleanups = [];
	const stops = /* @__PURE__ */ new Set();
	let received = 0;
	let cleaning;
	async function putAway() {
		for (let cleanup = cleanups.pop(); cleanup !== void 0; cleanup = cleanups.pop()) try {
			await cleanup();
		} catch (error) {
			record("something could not be put away", error);
		}
	}
	function cleanup() {
		cleaning ??= putAway().finally(() => {
			cleaning = void 0;
		});
		return cleaning;
	}
	/** Nobody waits for a forced exit longer than a few seconds. */
	async function force(code) {
		await Promise.race([cleanup(), setTimeout(forcedCleanupMs, void 0, { ref: false })]);
		process.exit(code);
	}
	async function stopAtSafePoint() {
		for (const stop of stops) try {
			await stop();
		} catch (error) {
			record("the engine could not be stopped", error);
			say(`cutover: ${toCutoverError(error).message}`);
		}
	}
	function onSignal(signal) {
		received += 1;
		const code = 128 + (signal === "SIGINT" ? constants.signals.SIGINT : constants.signals.SIGTERM);
		if (received === 1 && stops.size > 0) {
			say(`cutover: ${signal}: stopping at a safe point. Everything that is done is kept; once more to force it.`);
			stopAtSafePoint();
		} else if (received <= 2) force(code);
		else process.exit(code);
	}
	function onError(thrown) {
		const error = toCutoverError(thrown);
		record("an error that nothing caught", thrown);
		say(`cutover: ${error.message}`);
		say(`  ${error.hint}`);
		force(1);
	}
	const listeners = signals.map((signal) => [signal, () => onSignal(signal)]);
	for (const [signal, listener] of listeners) {
		process.removeAllListeners(signal);
		process.on(signal, listener);
	}
	process.on("uncaughtException", onError);
	process.on("unhandledRejection", onError);
	return {
		onExit(entry) {
			cleanups.push(entry);
			return () => {
				const index = cleanups.indexOf(entry);
				if (index >= 0) cleanups.splice(index, 1);
			};
		},
		onStop(stop) {
			stops.add(stop);
			return () => stops.delete(stop);
		},
		cleanup,
		dispose() {
			for (const [signal, listener] of listeners) process.off(signal, listener);
			process.off("uncaughtException", onError);
			process.off("unhandledRejection", onError);
		}
	};
}
// src/version.ts
/** The version of this package, from its package.json: the same from src/ and from dist/. */
function readToolVersion() {
	const manifest = createRequire(import.meta.url)("cutover/package.json");
	return object({ version: string() }).parse(manifest).version;
}
// src/main.ts
const realCore = {
	createEngine,
	connect,
	startDemo,
	loadWizard: () => import("./wizard-Da-lYr9_.js")
};
/** The program: arguments in (without node and script), exit code out. Never throws. */
async function main(argv, process, core = realCore) {
	const around = {
		stdin: process.stdin,
		stdout: process.stdout,
		stderr: process.stderr,
		env: process.env,
		cwd: process.cwd()
	};
	around.stdout.on("error", () => void 0);
	around.stderr.on("error", () => void 0);
	const warn = (line) => {
		around.stderr.write(`${redactText(line)}\n`);
	};
	let shutdown;
	try {
		const toolVersion = readToolVersion();
		const asked = parseArgs(argv, toolVersion);
		if (asked.kind === "answer") {
			around.stdout.write(asked.text);
			return 0;
		}
		const { flags } = asked;
		const stateDir = flags.stateDir === void 0 ? defaultStateDir(around.env) : resolve(around.cwd, flags.stateDir);
		let runId;
		const record = (message, error) => appendRunLog(stateDir, runId, message, error);
		shutdown = createShutdown({
			process,
			say: warn,
			record
		});
		hearWarnings(process, record, warn);
		const house = {
			core,
			around,
			flags,
			argv,
			dotenv: readDotenv(around.cwd),
			settings: async () => {
				const { openSettings, settingsFolder } = await import("./settings-BlgoZe4c.js");
				return openSettings(settingsFolder(around.env));
			},
			stateDir,
			operator: operatorName(around.env),
			toolVersion,
			shutdown,
			noteRun: (id) => {
				runId = id;
			},
			warn
		};
		try {
			return await runCommand(asked, house);
		} catch (error) {
			if (!(error instanceof CutoverError) || error.code === "internal") record("the command failed", error);
			throw error;
		}
	} catch (thrown) {
		const error = toCutoverError(thrown);
		warn(`cutover: ${error.message}`);
		if (error.hint !== "") warn(`  ${error.hint}`);
		return exitCodeOfError(error);
	} finally {
		await shutdown?.cleanup();
		shutdown?.dispose();
		await Promise.all([drained(around.stdout), drained(around.stderr)]);
	}
}
function runCommand({ command, runId, topic, folder, names, flags }, house) {
	if (command === "report") return runReport(runId, house);
	if (command === "backup") return runBackup(house);
	if (command === "restore") return runRestore(folder ?? "", house);
	if (command === "seed") return runSeed(house);
	if (command === "migrations") return runMigrations(topic ?? "", names, house);
	if (command === "drift") return runDrift(house);
	if (command === "users") return runUsers(topic ?? "", house);
	if (command === "demo") return isInteractive(house.around, flags) ? runInteractive(house, "demo") : runDemo(house);
	if (command !== "wizard") return runHeadless({
		command,
		runId
	}, house);
	if (isInteractive(house.around, flags)) return runInteractive(house, "wizard");
	throw new CutoverError("config.invalid", "the wizard needs a terminal that can be drawn on and asked", { hint: "Without one, run 'cutover check', 'cutover estimate', 'cutover plan' and 'cutover run --go', or 'cutover demo' for the built-in sample. 'cutover --help' lists them all." });
}
/** An account without a name, as in some containers, has its number. */
function operatorName(env) {
	try {
		return env["SUDO_USER"] ?? userInfo().username;
	} catch {
		return `user ${String(process$1.getuid?.() ?? "unknown")}`;
	}
}
/** Node's own warnings are for developers and go to the log; the engine's are for the operator. */
function hearWarnings(process, record, warn) {
	process.removeAllListeners("warning");
	process.on("warning", (warning) => {
		if (warning.name === "CutoverWarning") warn(`cutover: ${warning.message}`);
		else record("warning", warning);
	});
}
/** Resolves once everything that was written is with the reader, or the reader is gone. */
function drained(output) {
	if (output.writableLength === 0 || output.destroyed) return Promise.resolve();
	return new Promise((resolve) => {
		output.once("close", resolve);
		output.write("", () => resolve());
	});
}
export { main };

//# sourceMappingURL=main-ChBgZrIh.js.map