import { mount } from 'svelte';
import '$/styles/base.css';
import '$/styles/phone.css';
import { told } from '$/words/part';
import { bestTongue } from '$/words/speech.svelte';
import App from './App.svelte';
import { part } from './part.svelte';

void told.speak(bestTongue()).then(() => mount(App, { target: document.body }));
void part.start();
