/** Single components in a real browser: `npm run components`, with the address of a Chromium in CHROMIUM if one is named. */
import { playwright } from '@vitest/browser-playwright';
import { mergeConfig } from 'vitest/config';
import pages from './vite.config.ts';

const executablePath = process.env['CHROMIUM'];
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
];

export default mergeConfig(
  { ...pages, server: {}, test: {} },
  {
    server: { host: '127.0.0.1' },
    test: {
      include: ['src/**/*.browser.ts'],
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        viewport: { width: 390, height: 800 },
        provider: playwright({ launchOptions: { args, ...(executablePath ? { executablePath } : {}) } }),
        instances: [{ browser: 'chromium' }],
      },
    },
  },
);
