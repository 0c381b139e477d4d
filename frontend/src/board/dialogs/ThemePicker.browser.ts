import { expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '$/styles/base.css';
import { boardFrom } from '../board';
import { makeRead } from '../fixture';
import ThemePicker from './ThemePicker.svelte';

const read = makeRead({ seq: 1, themes: { t1: ['s1', 's2'], t2: ['s3'], t3: [], t4: ['s4'] } });
const names = ['Clean water', 'École ouverte', 'दान', 'Girls at school'];
const { themes } = boardFrom({
  ...read,
  themes: read.themes.map((theme, n) => ({ ...theme, name: names[n]! })),
});

/** The list as it stands for what was typed. */
function picking(more: { fresh?: boolean; notPlaced?: boolean } = {}) {
  let taken = 0;
  render(ThemePicker, { themes, picked: null, ontake: () => taken++, ...more });
  const options = () =>
    page
      .getByRole('option')
      .elements()
      .map((one) => one.querySelector('[dir]')?.textContent);
  return { input: page.getByRole('combobox'), options, taken: () => taken };
}

/** What a screen reader is told is chosen. */
const chosen = () => page.getByRole('option', { selected: true }).element().textContent;

it('finds a name without its accents, and a theme by its letter', async () => {
  const { input, options } = picking();
  await input.fill('ecole');
  await expect.poll(options).toEqual(['École ouverte']);
  await input.fill('d');
  await expect.poll(options).toContain('Girls at school');
});

it('keeps two words apart that differ by a vowel sign', async () => {
  const { input, options } = picking({ fresh: true });
  await input.fill('दिन');
  await expect.poll(options).toEqual([expect.stringContaining('दिन')]);
  await input.fill('दान');
  await expect.poll(options).toEqual(['दान']);
});

it('walks with the arrows and tells where it stands', async () => {
  const { input } = picking({ notPlaced: true });
  await input.click();
  await userEvent.keyboard('{ArrowUp}{ArrowDown}{ArrowDown}');
  await expect.poll(chosen).toContain('दान');
  const active = input.element().getAttribute('aria-activedescendant')!;
  expect(document.getElementById(active)!.getAttribute('aria-selected')).toBe('true');

  await userEvent.keyboard('{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}');
  await expect.poll(chosen).toContain('Not placed yet');
});

it('takes a theme by a double click, and leaves the focus with the typing', async () => {
  const { input, taken } = picking();
  await page.getByRole('option').nth(1).click();
  await expect.element(input).toHaveFocus();
  expect(taken()).toBe(0);
  await page.getByRole('option').nth(1).dblClick();
  expect(taken()).toBe(1);
});

it('says so when nothing is found', async () => {
  const { input } = picking();
  await input.fill('nothing like this');
  await expect.element(page.getByRole('option')).toHaveAttribute('aria-disabled', 'true');
});
