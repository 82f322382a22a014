// build/wasm/heliograph.js, which scripts/build-wasm makes: emscripten's module with the functions of
// binding/exports.cc.

declare module '@heliograph/wasm' {
  type Address = number;

  export interface HeliographModule {
    /** A new object whenever the memory has grown: never keep it. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    _malloc(size: number): Address;
    _free(address: Address): void;
    _phoneOpen(online: number): void;
    _phoneAnswer(): Address;
    _phoneAnswerSize(): number;
    _phoneForgetAnswer(): void;
    /** Calls the function of this name with numbers; fulfilled when it has returned, however often it waited. */
    ccall(
      name: string,
      returns: null,
      argumentTypes: readonly 'number'[],
      values: readonly number[],
      options: { async: true },
    ): Promise<void>;
  }

  export interface HeliographModuleOptions {
    /** What binding/page_library.js calls. */
    page: object;
    /** The bytes of heliograph.wasm; fetched from beside heliograph.js where they are not given. */
    wasmBinary?: BufferSource;
    onAbort(reason: unknown): void;
    print(text: string): void;
    printErr(text: string): void;
  }

  export default function createHeliograph(options: HeliographModuleOptions): Promise<HeliographModule>;
}
