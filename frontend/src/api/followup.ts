/** The loop back, for the team: feedback, claims, verifications, recommendations, and the mirror. */

import { answered, connect, type Shape } from './client';

export type Claim = Shape<'ClaimRead'>;
export type ClaimProposal = Shape<'ClaimProposal'>;
export type FeedbackGiven = Shape<'FeedbackGiven'>;
export type FeedbackMissing = Shape<'FeedbackMissing'>;
export type Participation = Shape<'Participation'>;
export type Recommendation = Shape<'RecommendationRead'>;
export type Selection = Shape<'SelectionRead'>;
export type Verification = Shape<'VerificationRead'>;

const api = connect();
const at = (workshop_id: string) => ({ params: { path: { workshop_id } } });

export const missing = (id: string): Promise<FeedbackMissing> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/feedback/missing', at(id)));

export const feedback = (id: string): Promise<FeedbackGiven> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/feedback', at(id)));

export const give = (id: string, body: Shape<'FeedbackCreate'>) =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/feedback', { ...at(id), body }));

export const markRead = (reply_id: string) =>
  answered(api.POST('/api/v1/replies/{reply_id}/read', { params: { path: { reply_id } } }));

export const proposals = async (id: string): Promise<ClaimProposal[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/claim-proposals', at(id)))).items;

export const claims = async (id: string): Promise<Claim[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/claims', at(id)))).items;

export const makeClaim = (story_id: string, body: Shape<'ClaimCreate'>): Promise<Claim> =>
  answered(api.POST('/api/v1/stories/{story_id}/claims', { params: { path: { story_id } }, body }));

export const changeClaim = (claim_id: string, body: Shape<'ClaimUpdate'>): Promise<Claim> =>
  answered(api.PATCH('/api/v1/claims/{claim_id}', { params: { path: { claim_id } }, body }));

export const verifications = async (id: string): Promise<Verification[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/verifications', at(id)))).items;

export const askToVerify = (story_id: string, body: Shape<'VerificationCreate'>) =>
  answered(api.POST('/api/v1/stories/{story_id}/verifications', { params: { path: { story_id } }, body }));

export const recommendations = async (id: string): Promise<Recommendation[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/recommendations', at(id)))).items;

export const recommend = (id: string, body: Shape<'RecommendationCreate'>): Promise<Recommendation> =>
  answered(api.POST('/api/v1/workshops/{workshop_id}/recommendations', { ...at(id), body }));

export const changeRecommendation = (
  recommendation_id: string,
  body: Shape<'RecommendationUpdate'>,
): Promise<Recommendation> =>
  answered(
    api.PATCH('/api/v1/recommendations/{recommendation_id}', {
      params: { path: { recommendation_id } },
      body,
    }),
  );

export const participation = (id: string): Promise<Participation> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/participation', at(id)));

export type StoryCounts = Shape<'StoryCounts'>;

export const counts = (id: string): Promise<StoryCounts> =>
  answered(api.GET('/api/v1/workshops/{workshop_id}/counts', at(id)));

export const selections = async (id: string): Promise<Selection[]> =>
  (await answered(api.GET('/api/v1/workshops/{workshop_id}/selections', at(id)))).items;
