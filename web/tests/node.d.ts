// The few things of node that the tests use.
declare module 'node:test' {
  export function test(name: string, work: () => void | Promise<void>): void;
}
declare module 'node:assert/strict' {
  const assert: {
    (value: unknown, message?: string): asserts value;
    equal(found: unknown, wanted: unknown, message?: string): void;
    notEqual(found: unknown, wanted: unknown, message?: string): void;
    deepEqual(found: unknown, wanted: unknown, message?: string): void;
    rejects(work: Promise<unknown> | (() => Promise<unknown>), wanted?: (fault: unknown) => boolean): Promise<void>;
    throws(work: () => unknown): void;
    ok(value: unknown, message?: string): asserts value;
  };
  export default assert;
}
