"""Why here, why not there; what is alike; where on the map."""

from tests.making import API, SCHOOL, WATER, Room


class TestEvidence:
    def test_a_grouped_story_says_which_stories_and_words_speak_for_its_place(self, room: Room) -> None:
        water = room.tell(*WATER)
        room.tell(*SCHOOL)
        room.group()

        told = room.client.get(f"{API}/stories/{water[0]}/explanation").json()

        assert {near["story_id"] for near in told["nearest"]} <= set(water)
        assert all(phrase in WATER[0] for phrase in told["phrases"])
        assert told["stale"] is False

    def test_a_story_nobody_grouped_is_not_explained_yet(self, room: Room) -> None:
        [story] = room.tell("Alone so far")

        for question in ("explanation", "similar"):
            reply = room.client.get(f"{API}/stories/{story}/{question}")
            assert (reply.status_code, reply.json()["type"]) == (404, "/problems/not-explained")

    def test_the_nearest_stories_tell_something_alike(self, room: Room) -> None:
        water = room.tell(*WATER)
        room.tell(*SCHOOL)
        room.group()

        similar = room.client.get(f"{API}/stories/{water[0]}/similar").json()["items"]

        assert {story["story_id"] for story in similar[:3]} == set(water[1:])

    def test_every_story_has_a_place_on_the_map_until_it_is_withdrawn(self, room: Room) -> None:
        water = room.tell(*WATER)
        room.group()
        room.client.post(f"{API}/stories/{water[0]}/withdraw", json={})

        places = room.client.get(f"{room.url}/map").json()["places"]

        assert {place["story_id"] for place in places} == set(water[1:])
        assert all(-1 <= place["x"] <= 1 and -1 <= place["y"] <= 1 for place in places)


class TestJoiningAgain:
    def test_the_same_id_and_token_find_the_same_seat(self, room: Room) -> None:
        seat = {
            "join_code": room.workshop["join_code"],
            "id": "019f0000-0000-7000-8000-000000000001",
            "token": "msc_seat_" + "a" * 40,
        }

        replies = [room.client.post(f"{API}/join", json=seat) for _ in range(3)]
        other = room.client.post(f"{API}/join", json={**seat, "token": "msc_seat_" + "b" * 40})

        assert [reply.status_code for reply in replies] == [201, 201, 201]
        assert {reply.json()["seat_id"] for reply in replies} == {seat["id"]}
        assert room.client.get(room.url).json()["seats"] == 1
        assert other.json()["type"] == "/problems/seat-taken"


class TestBringBack:
    def test_a_story_set_aside_comes_back_to_be_placed(self, room: Room) -> None:
        [story] = room.tell("Is this about us?")
        room.command({"type": "set_aside", "story_id": story, "reason": "It tells of another town."})

        room.command({"type": "bring_back", "story_id": story})

        assert [told["id"] for told in room.board()["not_placed"]] == [story]
        assert room.check()["equal"]
