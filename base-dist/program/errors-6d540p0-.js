// core/errors.ts
/** The only error that an operator is shown: code, message, hint. The stack and the cause go to run.log. */
var CutoverError = class extends Error {
	name = "CutoverError";
	code;
	hint;
	sqlState;
	transient;
	constructor(code, message, options) {
		super(message, options.cause === void 0 ? void 0 : { cause: options.cause });
		this.code = code;
		this.hint = options.hint;
		this.sqlState = options.sqlState;
		this.transient = options.transient ?? false;
	}
};
/** Wraps whatever was thrown, so that a caller can rely on code, message and hint. */
function toCutoverError(error) {
	if (error instanceof CutoverError) return error;
	return new CutoverError("internal", error instanceof Error ? error.message : String(error), {
		hint: "This is a defect in cutover. The run can be resumed; please report it with the run.log of the run.",
		cause: error
	});
}
export { toCutoverError as n, CutoverError as t };

//# sourceMappingURL=errors-6d540p0-.js.map