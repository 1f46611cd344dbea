/** How the folders of tests are removed: tried again where something that is just ending still writes there. */
export const removal = { recursive: true, force: true, maxRetries: 20, retryDelay: 50 } as const;
