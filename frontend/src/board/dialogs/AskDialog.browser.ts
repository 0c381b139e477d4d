import { afterEach, expect, it } from 'vitest';
import { userEvent, page } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import type { Account, WorkshopDetail } from '$/api/facilitator';
import '$/styles/base.css';
import AskDialog from './AskDialog.svelte';
import { Desk } from '../desk.svelte';
import { makeRead } from '../fixture';
import type { Given, Question } from '../question';

const family = '👩‍👩‍👧';

/** A dialog that asks, and what it was answered. */
function asking(question: Partial<Question>): Given[] {
  const desk = new Desk(
    { id: 'w1', stage: 'reviewing' } as WorkshopDetail,
    { id: 'a1', email: 'amina@example.org', name: 'Amina' } as Account,
  );
  desk.store.receive(makeRead({ seq: 1, themes: { Water: ['s1', 's2', 's3'], School: ['s4'] } }));
  const answers: Given[] = [];
  render(AskDialog, {
    desk,
    question: {
      title: 'Why?',
      submit: 'Send',
      reason: 'none',
      answered: (given) => answers.push(given),
      ...question,
    },
  });
  return answers;
}

afterEach(() => document.body.replaceChildren());

it('waits for a reason that is needed, and Enter sends it once', async () => {
  const answers = asking({ reason: 'required' });
  const send = page.getByRole('button', { name: 'Send' });
  await expect.element(send).toBeDisabled();

  await page.getByRole('textbox').fill('They told us so themselves');
  await expect.element(send).toBeEnabled();
  await userEvent.keyboard('{Enter}');

  expect(answers.map((given) => given.because.reason)).toEqual(['They told us so themselves']);
});

it('takes the Enter that ends a composed word as part of the word', async () => {
  const answers = asking({ reason: 'required' });
  const reason = page.getByRole('textbox');
  await reason.fill('水道が来た');
  for (const composing of [{ isComposing: true }, { keyCode: 229 }])
    reason
      .element()
      .dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...composing }));
  expect(answers).toEqual([]);

  await userEvent.keyboard('{Enter}');
  expect(answers).toHaveLength(1);
});

it('cuts an offered name between graphemes, never inside one', async () => {
  const answers = asking({ name: { value: '', offers: [`${'a'.repeat(59)}${family}`] } });
  await page.getByRole('group').getByRole('button').click();
  await page.getByRole('button', { name: 'Send' }).click();

  expect(answers[0]!.name).toBe(`A${'a'.repeat(58)}`);
});

it('has the old name selected, so that what is typed replaces it', async () => {
  const answers = asking({ name: { value: 'rule, city' } });
  await expect.element(page.getByRole('textbox')).toHaveFocus();
  await userEvent.keyboard('City rules changed{Enter}');

  expect(answers.map((given) => given.name)).toEqual(['City rules changed']);
});

it('gives some stories, never none and never all, to a split', async () => {
  const answers = asking({ stories: ['s1', 's2', 's3'], name: { value: 'Wells' } });
  const send = page.getByRole('button', { name: 'Send' });
  const ticks = page.getByRole('checkbox');
  await expect.element(send).toBeDisabled();
  for (const n of [0, 1, 2]) await ticks.nth(n).click();
  await expect.element(send).toBeDisabled();

  await ticks.nth(1).click();
  await send.click();
  expect(answers[0]!.storyIds).toEqual(['s1', 's3']);
});

it('keeps letters typed into it away from the keys of the board', async () => {
  const heard: string[] = [];
  const listen = (event: KeyboardEvent) => heard.push(event.key);
  document.addEventListener('keydown', listen);
  asking({ reason: 'optional' });
  await page.getByRole('textbox').click();
  await userEvent.keyboard('mz');
  document.removeEventListener('keydown', listen);

  await expect.element(page.getByRole('textbox')).toHaveValue('mz');
  expect(heard).toEqual([]);
});
