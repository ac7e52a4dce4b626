/** Made by tools/emoji-data from emojibase-data 17.0.0 (LICENSE-emojibase). */
export const signs = `=faces
😀	grinning
😃	smiley
😄	smile
😁	grin
😆	laughing satisfied
😅	sweat_smile
🤣	rofl
😂	joy
🙂	slightly_smiling_face
🙃	upside_down_face
🫠	melting_face
😉	wink
😊	blush
😇	innocent
🥰	smiling_face_with_three_hearts
😍	heart_eyes
🤩	star_struck
😘	kissing_heart
😗	kissing
☺️	relaxed
😚	kissing_closed_eyes
😙	kissing_smiling_eyes
🥲	smiling_face_with_tear
😋	yum
😛	stuck_out_tongue
😜	stuck_out_tongue_winking_eye
🤪	zany_face
😝	stuck_out_tongue_closed_eyes
🤑	money_mouth_face
🤗	hugs
🤭	hand_over_mouth
🫢	face_with_open_eyes_and_hand_over_mouth
🫣	face_with_peeking_eye
🤫	shushing_face
🤔	thinking
🫡	saluting_face
🤐	zipper_mouth_face
🤨	raised_eyebrow
😐️	neutral_face
😑	expressionless
😶	no_mouth
🫥	dotted_line_face
😶‍🌫️	face_in_clouds
😏	smirk
😒	unamused
🙄	roll_eyes
😬	grimacing
😮‍💨	face_exhaling
🤥	lying_face
🫨	shaking_face
🙂‍↔️	head_shaking_horizontally
🙂‍↕️	head_shaking_vertically
😌	relieved
😔	pensive
😪	sleepy
🤤	drooling_face
😴	sleeping
😷	mask
🤒	face_with_thermometer
🤕	face_with_head_bandage
🤢	nauseated_face
🤮	vomiting_face
🤧	sneezing_face
🥵	hot_face
🥶	cold_face
🥴	woozy_face
😵	dizzy_face
😵‍💫	face_with_spiral_eyes
🤯	exploding_head
🤠	cowboy_hat_face
🥳	partying_face
🥸	disguised_face
😎	sunglasses
🤓	nerd_face
🧐	monocle_face
😕	confused
🫤	face_with_diagonal_mouth
😟	worried
🙁	slightly_frowning_face
☹️	frowning_face
😮	open_mouth
😯	hushed
😲	astonished
😳	flushed
🥺	pleading_face
🥹	face_holding_back_tears
😦	frowning
😧	anguished
😨	fearful
😰	cold_sweat
😥	disappointed_relieved
😢	cry
😭	sob
😱	scream
😖	confounded
😣	persevere
😞	disappointed
😓	sweat
😩	weary
😫	tired_face
🥱	yawning_face
😤	triumph
😡	pout rage
😠	angry
🤬	cursing_face
😈	smiling_imp
👿	imp
💀	skull
☠️	skull_and_crossbones
💩	hankey poop shit
🤡	clown_face
👹	japanese_ogre
👺	japanese_goblin
👻	ghost
👽️	alien
👾	space_invader
🤖	robot
😺	smiley_cat
😸	smile_cat
😹	joy_cat
😻	heart_eyes_cat
😼	smirk_cat
😽	kissing_cat
🙀	scream_cat
😿	crying_cat_face
😾	pouting_cat
🙈	see_no_evil
🙉	hear_no_evil
🙊	speak_no_evil
💌	love_letter
💘	cupid
💝	gift_heart
💖	sparkling_heart
💗	heartpulse
💓	heartbeat
💞	revolving_hearts
💕	two_hearts
💟	heart_decoration
❣️	heavy_heart_exclamation
💔	broken_heart
❤️‍🔥	heart_on_fire
❤️‍🩹	mending_heart
❤️	heart
🩷	pink_heart
🧡	orange_heart
💛	yellow_heart
💚	green_heart
💙	blue_heart
🩵	light_blue_heart
💜	purple_heart
🤎	brown_heart
🖤	black_heart
🩶	grey_heart
🤍	white_heart
💋	kiss
💯	100
💢	anger
💥	boom collision
💫	dizzy
💦	sweat_drops
💨	dash
🕳️	hole
💬	speech_balloon
👁️‍🗨️	eye_speech_bubble
🗨️	left_speech_bubble
🗯️	right_anger_bubble
💭	thought_balloon
💤	zzz
=people
👋	wave	t
🤚	raised_back_of_hand	t
🖐️	raised_hand_with_fingers_splayed	t
✋️	hand raised_hand	t
🖖	vulcan_salute	t
🫱	rightwards_hand	t
🫲	leftwards_hand	t
🫳	palm_down_hand	t
🫴	palm_up_hand	t
🫷	leftwards_pushing_hand	t
🫸	rightwards_pushing_hand	t
👌	ok_hand	t
🤌	pinched_fingers	t
🤏	pinching_hand	t
✌️	v	t
🤞	crossed_fingers	t
🫰	hand_with_index_finger_and_thumb_crossed	t
🤟	love_you_gesture	t
🤘	metal	t
🤙	call_me_hand	t
👈️	point_left	t
👉️	point_right	t
👆️	point_up_2	t
🖕	fu middle_finger	t
👇️	point_down	t
☝️	point_up	t
🫵	index_pointing_at_the_viewer	t
👍️	+1 thumbsup	t
👎️	-1 thumbsdown	t
✊️	fist fist_raised	t
👊	facepunch fist_oncoming punch	t
🤛	fist_left	t
🤜	fist_right	t
👏	clap	t
🙌	raised_hands	t
🫶	heart_hands	t
👐	open_hands	t
🤲	palms_up_together	t
🤝	handshake
🙏	pray	t
✍️	writing_hand	t
💅	nail_care	t
🤳	selfie	t
💪	muscle	t
🦾	mechanical_arm
🦿	mechanical_leg
🦵	leg	t
🦶	foot	t
👂️	ear	t
🦻	ear_with_hearing_aid	t
👃	nose	t
🧠	brain
🫀	anatomical_heart
🫁	lungs
🦷	tooth
🦴	bone
👀	eyes
👁️	eye
👅	tongue
👄	lips
🫦	biting_lip
👶	baby	t
🧒	child	t
👦	boy	t
👧	girl	t
🧑	adult	t
👱	blond_haired_person	t
👨	man	t
🧔	bearded_person	t
🧔‍♂️	man_beard	t
🧔‍♀️	woman_beard	t
👨‍🦰	red_haired_man	t
👨‍🦱	curly_haired_man	t
👨‍🦳	white_haired_man	t
👨‍🦲	bald_man	t
👩	woman	t
👩‍🦰	red_haired_woman	t
🧑‍🦰	person_red_hair	t
👩‍🦱	curly_haired_woman	t
🧑‍🦱	person_curly_hair	t
👩‍🦳	white_haired_woman	t
🧑‍🦳	person_white_hair	t
👩‍🦲	bald_woman	t
🧑‍🦲	person_bald	t
👱‍♀️	blond_haired_woman blonde_woman	t
👱‍♂️	blond_haired_man	t
🧓	older_adult	t
👴	older_man	t
👵	older_woman	t
🙍	frowning_person	t
🙍‍♂️	frowning_man	t
🙍‍♀️	frowning_woman	t
🙎	pouting_face	t
🙎‍♂️	pouting_man	t
🙎‍♀️	pouting_woman	t
🙅	no_good	t
🙅‍♂️	ng_man no_good_man	t
🙅‍♀️	ng_woman no_good_woman	t
🙆	ok_person	t
🙆‍♂️	ok_man	t
🙆‍♀️	ok_woman	t
💁	information_desk_person tipping_hand_person	t
💁‍♂️	sassy_man tipping_hand_man	t
💁‍♀️	sassy_woman tipping_hand_woman	t
🙋	raising_hand	t
🙋‍♂️	raising_hand_man	t
🙋‍♀️	raising_hand_woman	t
🧏	deaf_person	t
🧏‍♂️	deaf_man	t
🧏‍♀️	deaf_woman	t
🙇	bow	t
🙇‍♂️	bowing_man	t
🙇‍♀️	bowing_woman	t
🤦	facepalm	t
🤦‍♂️	man_facepalming	t
🤦‍♀️	woman_facepalming	t
🤷	shrug	t
🤷‍♂️	man_shrugging	t
🤷‍♀️	woman_shrugging	t
🧑‍⚕️	health_worker	t
👨‍⚕️	man_health_worker	t
👩‍⚕️	woman_health_worker	t
🧑‍🎓	student	t
👨‍🎓	man_student	t
👩‍🎓	woman_student	t
🧑‍🏫	teacher	t
👨‍🏫	man_teacher	t
👩‍🏫	woman_teacher	t
🧑‍⚖️	judge	t
👨‍⚖️	man_judge	t
👩‍⚖️	woman_judge	t
🧑‍🌾	farmer	t
👨‍🌾	man_farmer	t
👩‍🌾	woman_farmer	t
🧑‍🍳	cook	t
👨‍🍳	man_cook	t
👩‍🍳	woman_cook	t
🧑‍🔧	mechanic	t
👨‍🔧	man_mechanic	t
👩‍🔧	woman_mechanic	t
🧑‍🏭	factory_worker	t
👨‍🏭	man_factory_worker	t
👩‍🏭	woman_factory_worker	t
🧑‍💼	office_worker	t
👨‍💼	man_office_worker	t
👩‍💼	woman_office_worker	t
🧑‍🔬	scientist	t
👨‍🔬	man_scientist	t
👩‍🔬	woman_scientist	t
🧑‍💻	technologist	t
👨‍💻	man_technologist	t
👩‍💻	woman_technologist	t
🧑‍🎤	singer	t
👨‍🎤	man_singer	t
👩‍🎤	woman_singer	t
🧑‍🎨	artist	t
👨‍🎨	man_artist	t
👩‍🎨	woman_artist	t
🧑‍✈️	pilot	t
👨‍✈️	man_pilot	t
👩‍✈️	woman_pilot	t
🧑‍🚀	astronaut	t
👨‍🚀	man_astronaut	t
👩‍🚀	woman_astronaut	t
🧑‍🚒	firefighter	t
👨‍🚒	man_firefighter	t
👩‍🚒	woman_firefighter	t
👮	cop police_officer	t
👮‍♂️	policeman	t
👮‍♀️	policewoman	t
🕵️	detective	t
🕵️‍♂️	male_detective	t
🕵️‍♀️	female_detective	t
💂	guard	t
💂‍♂️	guardsman	t
💂‍♀️	guardswoman	t
🥷	ninja	t
👷	construction_worker	t
👷‍♂️	construction_worker_man	t
👷‍♀️	construction_worker_woman	t
🫅	person_with_crown	t
🤴	prince	t
👸	princess	t
👳	person_with_turban	t
👳‍♂️	man_with_turban	t
👳‍♀️	woman_with_turban	t
👲	man_with_gua_pi_mao	t
🧕	woman_with_headscarf	t
🤵	person_in_tuxedo	t
🤵‍♂️	man_in_tuxedo	t
🤵‍♀️	woman_in_tuxedo	t
👰	person_with_veil	t
👰‍♂️	man_with_veil	t
👰‍♀️	bride_with_veil woman_with_veil	t
🤰	pregnant_woman	t
🫃	pregnant_man	t
🫄	pregnant_person	t
🤱	breast_feeding	t
👩‍🍼	woman_feeding_baby	t
👨‍🍼	man_feeding_baby	t
🧑‍🍼	person_feeding_baby	t
👼	angel	t
🎅	santa	t
🤶	mrs_claus	t
🧑‍🎄	mx_claus	t
🦸	superhero	t
🦸‍♂️	superhero_man	t
🦸‍♀️	superhero_woman	t
🦹	supervillain	t
🦹‍♂️	supervillain_man	t
🦹‍♀️	supervillain_woman	t
🧙	mage	t
🧙‍♂️	mage_man	t
🧙‍♀️	mage_woman	t
🧚	fairy	t
🧚‍♂️	fairy_man	t
🧚‍♀️	fairy_woman	t
🧛	vampire	t
🧛‍♂️	vampire_man	t
🧛‍♀️	vampire_woman	t
🧜	merperson	t
🧜‍♂️	merman	t
🧜‍♀️	mermaid	t
🧝	elf	t
🧝‍♂️	elf_man	t
🧝‍♀️	elf_woman	t
🧞	genie
🧞‍♂️	genie_man
🧞‍♀️	genie_woman
🧟	zombie
🧟‍♂️	zombie_man
🧟‍♀️	zombie_woman
🧌	troll
💆	massage	t
💆‍♂️	massage_man	t
💆‍♀️	massage_woman	t
💇	haircut	t
💇‍♂️	haircut_man	t
💇‍♀️	haircut_woman	t
🚶	walking	t
🚶‍♂️	walking_man	t
🚶‍♀️	walking_woman	t
🚶‍➡️	person_walking_right	t
🚶‍♀️‍➡️	woman_walking_right	t
🚶‍♂️‍➡️	man_walking_right	t
🧍	standing_person	t
🧍‍♂️	standing_man	t
🧍‍♀️	standing_woman	t
🧎	kneeling_person	t
🧎‍♂️	kneeling_man	t
🧎‍♀️	kneeling_woman	t
🧎‍➡️	person_kneeling_right	t
🧎‍♀️‍➡️	woman_kneeling_right	t
🧎‍♂️‍➡️	man_kneeling_right	t
🧑‍🦯	person_with_probing_cane	t
🧑‍🦯‍➡️	person_with_white_cane_right	t
👨‍🦯	man_with_probing_cane	t
👨‍🦯‍➡️	man_with_white_cane_right	t
👩‍🦯	woman_with_probing_cane	t
👩‍🦯‍➡️	woman_with_white_cane_right	t
🧑‍🦼	person_in_motorized_wheelchair	t
🧑‍🦼‍➡️	person_in_motorized_wheelchair_right	t
👨‍🦼	man_in_motorized_wheelchair	t
👨‍🦼‍➡️	man_in_motorized_wheelchair_right	t
👩‍🦼	woman_in_motorized_wheelchair	t
👩‍🦼‍➡️	woman_in_motorized_wheelchair_right	t
🧑‍🦽	person_in_manual_wheelchair	t
🧑‍🦽‍➡️	person_in_manual_wheelchair_right	t
👨‍🦽	man_in_manual_wheelchair	t
👨‍🦽‍➡️	man_in_manual_wheelchair_right	t
👩‍🦽	woman_in_manual_wheelchair	t
👩‍🦽‍➡️	woman_in_manual_wheelchair_right	t
🏃	runner running	t
🏃‍♂️	running_man	t
🏃‍♀️	running_woman	t
🏃‍➡️	person_running_right	t
🏃‍♀️‍➡️	woman_running_right	t
🏃‍♂️‍➡️	man_running_right	t
💃	dancer woman_dancing	t
🕺	man_dancing	t
🕴️	business_suit_levitating	t
👯	dancers
👯‍♂️	dancing_men
👯‍♀️	dancing_women
🧖	sauna_person	t
🧖‍♂️	sauna_man	t
🧖‍♀️	sauna_woman	t
🧗	climbing	t
🧗‍♂️	climbing_man	t
🧗‍♀️	climbing_woman	t
🤺	person_fencing
🏇	horse_racing	t
⛷️	skier
🏂️	snowboarder	t
🏌️	golfing	t
🏌️‍♂️	golfing_man	t
🏌️‍♀️	golfing_woman	t
🏄️	surfer	t
🏄‍♂️	surfing_man	t
🏄‍♀️	surfing_woman	t
🚣	rowboat	t
🚣‍♂️	rowing_man	t
🚣‍♀️	rowing_woman	t
🏊️	swimmer	t
🏊‍♂️	swimming_man	t
🏊‍♀️	swimming_woman	t
⛹️	bouncing_ball_person	t
⛹️‍♂️	basketball_man bouncing_ball_man	t
⛹️‍♀️	basketball_woman bouncing_ball_woman	t
🏋️	weight_lifting	t
🏋️‍♂️	weight_lifting_man	t
🏋️‍♀️	weight_lifting_woman	t
🚴	bicyclist	t
🚴‍♂️	biking_man	t
🚴‍♀️	biking_woman	t
🚵	mountain_bicyclist	t
🚵‍♂️	mountain_biking_man	t
🚵‍♀️	mountain_biking_woman	t
🤸	cartwheeling	t
🤸‍♂️	man_cartwheeling	t
🤸‍♀️	woman_cartwheeling	t
🤼	wrestling
🤼‍♂️	men_wrestling
🤼‍♀️	women_wrestling
🤽	water_polo	t
🤽‍♂️	man_playing_water_polo	t
🤽‍♀️	woman_playing_water_polo	t
🤾	handball_person	t
🤾‍♂️	man_playing_handball	t
🤾‍♀️	woman_playing_handball	t
🤹	juggling_person	t
🤹‍♂️	man_juggling	t
🤹‍♀️	woman_juggling	t
🧘	lotus_position	t
🧘‍♂️	lotus_position_man	t
🧘‍♀️	lotus_position_woman	t
🛀	bath	t
🛌	sleeping_bed	t
🧑‍🤝‍🧑	people_holding_hands
👭	two_women_holding_hands
👫	couple
👬	two_men_holding_hands
💏	couplekiss
👩‍❤️‍💋‍👨	couplekiss_man_woman
👨‍❤️‍💋‍👨	couplekiss_man_man
👩‍❤️‍💋‍👩	couplekiss_woman_woman
💑	couple_with_heart
👩‍❤️‍👨	couple_with_heart_woman_man
👨‍❤️‍👨	couple_with_heart_man_man
👩‍❤️‍👩	couple_with_heart_woman_woman
👨‍👩‍👦	family_man_woman_boy
👨‍👩‍👧	family_man_woman_girl
👨‍👩‍👧‍👦	family_man_woman_girl_boy
👨‍👩‍👦‍👦	family_man_woman_boy_boy
👨‍👩‍👧‍👧	family_man_woman_girl_girl
👨‍👨‍👦	family_man_man_boy
👨‍👨‍👧	family_man_man_girl
👨‍👨‍👧‍👦	family_man_man_girl_boy
👨‍👨‍👦‍👦	family_man_man_boy_boy
👨‍👨‍👧‍👧	family_man_man_girl_girl
👩‍👩‍👦	family_woman_woman_boy
👩‍👩‍👧	family_woman_woman_girl
👩‍👩‍👧‍👦	family_woman_woman_girl_boy
👩‍👩‍👦‍👦	family_woman_woman_boy_boy
👩‍👩‍👧‍👧	family_woman_woman_girl_girl
👨‍👦	family_man_boy
👨‍👦‍👦	family_man_boy_boy
👨‍👧	family_man_girl
👨‍👧‍👦	family_man_girl_boy
👨‍👧‍👧	family_man_girl_girl
👩‍👦	family_woman_boy
👩‍👦‍👦	family_woman_boy_boy
👩‍👧	family_woman_girl
👩‍👧‍👦	family_woman_girl_boy
👩‍👧‍👧	family_woman_girl_girl
🗣️	speaking_head
👤	bust_in_silhouette
👥	busts_in_silhouette
🫂	people_hugging
👪️	family
🧑‍🧑‍🧒	family_aac
🧑‍🧑‍🧒‍🧒	family_aacc
🧑‍🧒	family_aa family_ac
🧑‍🧒‍🧒	family_acc
👣	footprints
=animals
🐵	monkey_face
🐒	monkey
🦍	gorilla
🦧	orangutan
🐶	dog
🐕️	dog2
🦮	guide_dog
🐕‍🦺	service_dog
🐩	poodle
🐺	wolf
🦊	fox_face
🦝	raccoon
🐱	cat
🐈️	cat2
🐈‍⬛	black_cat
🦁	lion
🐯	tiger
🐅	tiger2
🐆	leopard
🐴	horse
🫎	moose
🫏	donkey
🐎	racehorse
🦄	unicorn
🦓	zebra
🦌	deer
🦬	bison
🐮	cow
🐂	ox
🐃	water_buffalo
🐄	cow2
🐷	pig
🐖	pig2
🐗	boar
🐽	pig_nose
🐏	ram
🐑	sheep
🐐	goat
🐪	dromedary_camel
🐫	camel
🦙	llama
🦒	giraffe
🐘	elephant
🦣	mammoth
🦏	rhinoceros
🦛	hippopotamus
🐭	mouse
🐁	mouse2
🐀	rat
🐹	hamster
🐰	rabbit
🐇	rabbit2
🐿️	chipmunk
🦫	beaver
🦔	hedgehog
🦇	bat
🐻	bear
🐻‍❄️	polar_bear
🐨	koala
🐼	panda_face
🦥	sloth
🦦	otter
🦨	skunk
🦘	kangaroo
🦡	badger
🐾	feet paw_prints
🦃	turkey
🐔	chicken
🐓	rooster
🐣	hatching_chick
🐤	baby_chick
🐥	hatched_chick
🐦️	bird
🐧	penguin
🕊️	dove
🦅	eagle
🦆	duck
🦢	swan
🦉	owl
🦤	dodo
🪶	feather
🦩	flamingo
🦚	peacock
🦜	parrot
🪽	wing
🐦‍⬛	black_bird
🪿	goose
🐦‍🔥	phoenix
🐸	frog
🐊	crocodile
🐢	turtle
🦎	lizard
🐍	snake
🐲	dragon_face
🐉	dragon
🦕	sauropod
🦖	t-rex
🐳	whale
🐋	whale2
🐬	dolphin flipper
🦭	seal
🐟️	fish
🐠	tropical_fish
🐡	blowfish
🦈	shark
🐙	octopus
🐚	shell
🪸	coral
🪼	jellyfish
🦀	crab
🦞	lobster
🦐	shrimp
🦑	squid
🦪	oyster
🐌	snail
🦋	butterfly
🐛	bug
🐜	ant
🐝	bee honeybee
🪲	beetle
🐞	lady_beetle
🦗	cricket
🪳	cockroach
🕷️	spider
🕸️	spider_web
🦂	scorpion
🦟	mosquito
🪰	fly
🪱	worm
🦠	microbe
💐	bouquet
🌸	cherry_blossom
💮	white_flower
🪷	lotus
🏵️	rosette
🌹	rose
🥀	wilted_flower
🌺	hibiscus
🌻	sunflower
🌼	blossom
🌷	tulip
🪻	hyacinth
🌱	seedling
🪴	potted_plant
🌲	evergreen_tree
🌳	deciduous_tree
🌴	palm_tree
🌵	cactus
🌾	ear_of_rice
🌿	herb
☘️	shamrock
🍀	four_leaf_clover
🍁	maple_leaf
🍂	fallen_leaf
🍃	leaves
🪹	empty_nest
🪺	nest_with_eggs
🍄	mushroom
=food
🍇	grapes
🍈	melon
🍉	watermelon
🍊	mandarin orange tangerine
🍋	lemon
🍋‍🟩	lime
🍌	banana
🍍	pineapple
🥭	mango
🍎	apple
🍏	green_apple
🍐	pear
🍑	peach
🍒	cherries
🍓	strawberry
🫐	blueberries
🥝	kiwi_fruit
🍅	tomato
🫒	olive
🥥	coconut
🥑	avocado
🍆	eggplant
🥔	potato
🥕	carrot
🌽	corn
🌶️	hot_pepper
🫑	bell_pepper
🥒	cucumber
🥬	leafy_green
🥦	broccoli
🧄	garlic
🧅	onion
🥜	peanuts
🫘	beans
🌰	chestnut
🫚	ginger_root
🫛	pea_pod
🍄‍🟫	brown_mushroom
🍞	bread
🥐	croissant
🥖	baguette_bread
🫓	flatbread
🥨	pretzel
🥯	bagel
🥞	pancakes
🧇	waffle
🧀	cheese
🍖	meat_on_bone
🍗	poultry_leg
🥩	cut_of_meat
🥓	bacon
🍔	hamburger
🍟	fries
🍕	pizza
🌭	hotdog
🥪	sandwich
🌮	taco
🌯	burrito
🫔	tamale
🥙	stuffed_flatbread
🧆	falafel
🥚	egg
🍳	fried_egg
🥘	shallow_pan_of_food
🍲	stew
🫕	fondue
🥣	bowl_with_spoon
🥗	green_salad
🍿	popcorn
🧈	butter
🧂	salt
🥫	canned_food
🍱	bento
🍘	rice_cracker
🍙	rice_ball
🍚	rice
🍛	curry
🍜	ramen
🍝	spaghetti
🍠	sweet_potato
🍢	oden
🍣	sushi
🍤	fried_shrimp
🍥	fish_cake
🥮	moon_cake
🍡	dango
🥟	dumpling
🥠	fortune_cookie
🥡	takeout_box
🍦	icecream
🍧	shaved_ice
🍨	ice_cream
🍩	doughnut
🍪	cookie
🎂	birthday
🍰	cake
🧁	cupcake
🥧	pie
🍫	chocolate_bar
🍬	candy
🍭	lollipop
🍮	custard
🍯	honey_pot
🍼	baby_bottle
🥛	milk_glass
☕️	coffee
🫖	teapot
🍵	tea
🍶	sake
🍾	champagne
🍷	wine_glass
🍸️	cocktail
🍹	tropical_drink
🍺	beer
🍻	beers
🥂	clinking_glasses
🥃	tumbler_glass
🫗	pouring_liquid
🥤	cup_with_straw
🧋	bubble_tea
🧃	beverage_box
🧉	mate
🧊	ice_cube
🥢	chopsticks
🍽️	plate_with_cutlery
🍴	fork_and_knife
🥄	spoon
🔪	hocho knife
🫙	jar
🏺	amphora
=travel
🌍️	earth_africa
🌎️	earth_americas
🌏️	earth_asia
🌐	globe_with_meridians
🗺️	world_map
🗾	japan
🧭	compass
🏔️	mountain_snow
⛰️	mountain
🌋	volcano
🗻	mount_fuji
🏕️	camping
🏖️	beach_umbrella
🏜️	desert
🏝️	desert_island
🏞️	national_park
🏟️	stadium
🏛️	classical_building
🏗️	building_construction
🧱	bricks
🪨	rock
🪵	wood
🛖	hut
🏘️	houses
🏚️	derelict_house
🏠️	house
🏡	house_with_garden
🏢	office
🏣	post_office
🏤	european_post_office
🏥	hospital
🏦	bank
🏨	hotel
🏩	love_hotel
🏪	convenience_store
🏫	school
🏬	department_store
🏭️	factory
🏯	japanese_castle
🏰	european_castle
💒	wedding
🗼	tokyo_tower
🗽	statue_of_liberty
⛪️	church
🕌	mosque
🛕	hindu_temple
🕍	synagogue
⛩️	shinto_shrine
🕋	kaaba
⛲️	fountain
⛺️	tent
🌁	foggy
🌃	night_with_stars
🏙️	cityscape
🌄	sunrise_over_mountains
🌅	sunrise
🌆	city_sunset
🌇	city_sunrise
🌉	bridge_at_night
♨️	hotsprings
🎠	carousel_horse
🛝	playground_slide
🎡	ferris_wheel
🎢	roller_coaster
💈	barber
🎪	circus_tent
🚂	steam_locomotive
🚃	railway_car
🚄	bullettrain_side
🚅	bullettrain_front
🚆	train2
🚇️	metro
🚈	light_rail
🚉	station
🚊	tram
🚝	monorail
🚞	mountain_railway
🚋	train
🚌	bus
🚍️	oncoming_bus
🚎	trolleybus
🚐	minibus
🚑️	ambulance
🚒	fire_engine
🚓	police_car
🚔️	oncoming_police_car
🚕	taxi
🚖	oncoming_taxi
🚗	car red_car
🚘️	oncoming_automobile
🚙	blue_car
🛻	pickup_truck
🚚	truck
🚛	articulated_lorry
🚜	tractor
🏎️	racing_car
🏍️	motorcycle
🛵	motor_scooter
🦽	manual_wheelchair
🦼	motorized_wheelchair
🛺	auto_rickshaw
🚲️	bike
🛴	kick_scooter
🛹	skateboard
🛼	roller_skate
🚏	busstop
🛣️	motorway
🛤️	railway_track
🛢️	oil_drum
⛽️	fuelpump
🛞	wheel
🚨	rotating_light
🚥	traffic_light
🚦	vertical_traffic_light
🛑	stop_sign
🚧	construction
⚓️	anchor
🛟	ring_buoy
⛵️	boat sailboat
🛶	canoe
🚤	speedboat
🛳️	passenger_ship
⛴️	ferry
🛥️	motor_boat
🚢	ship
✈️	airplane
🛩️	small_airplane
🛫	flight_departure
🛬	flight_arrival
🪂	parachute
💺	seat
🚁	helicopter
🚟	suspension_railway
🚠	mountain_cableway
🚡	aerial_tramway
🛰️	artificial_satellite
🚀	rocket
🛸	flying_saucer
🛎️	bellhop_bell
🧳	luggage
⌛️	hourglass
⏳️	hourglass_flowing_sand
⌚️	watch
⏰️	alarm_clock
⏱️	stopwatch
⏲️	timer_clock
🕰️	mantelpiece_clock
🕛️	clock12
🕧️	clock1230
🕐️	clock1
🕜️	clock130
🕑️	clock2
🕝️	clock230
🕒️	clock3
🕞️	clock330
🕓️	clock4
🕟️	clock430
🕔️	clock5
🕠️	clock530
🕕️	clock6
🕡️	clock630
🕖️	clock7
🕢️	clock730
🕗️	clock8
🕣️	clock830
🕘️	clock9
🕤️	clock930
🕙️	clock10
🕥️	clock1030
🕚️	clock11
🕦️	clock1130
🌑	new_moon
🌒	waxing_crescent_moon
🌓	first_quarter_moon
🌔	moon waxing_gibbous_moon
🌕️	full_moon
🌖	waning_gibbous_moon
🌗	last_quarter_moon
🌘	waning_crescent_moon
🌙	crescent_moon
🌚	new_moon_with_face
🌛	first_quarter_moon_with_face
🌜️	last_quarter_moon_with_face
🌡️	thermometer
☀️	sunny
🌝	full_moon_with_face
🌞	sun_with_face
🪐	ringed_planet
⭐️	star
🌟	star2
🌠	stars
🌌	milky_way
☁️	cloud
⛅️	partly_sunny
⛈️	cloud_with_lightning_and_rain
🌤️	sun_behind_small_cloud
🌥️	sun_behind_large_cloud
🌦️	sun_behind_rain_cloud
🌧️	cloud_with_rain
🌨️	cloud_with_snow
🌩️	cloud_with_lightning
🌪️	tornado
🌫️	fog
🌬️	wind_face
🌀	cyclone
🌈	rainbow
🌂	closed_umbrella
☂️	open_umbrella
☔️	umbrella
⛱️	parasol_on_ground
⚡️	zap
❄️	snowflake
☃️	snowman_with_snow
⛄️	snowman
☄️	comet
🔥	fire
💧	droplet
🌊	ocean
=activities
🎃	jack_o_lantern
🎄	christmas_tree
🎆	fireworks
🎇	sparkler
🧨	firecracker
✨️	sparkles
🎈	balloon
🎉	tada
🎊	confetti_ball
🎋	tanabata_tree
🎍	bamboo
🎎	dolls
🎏	flags
🎐	wind_chime
🎑	rice_scene
🧧	red_envelope
🎀	ribbon
🎁	gift
🎗️	reminder_ribbon
🎟️	tickets
🎫	ticket
🎖️	medal_military
🏆️	trophy
🏅	medal_sports
🥇	1st_place_medal
🥈	2nd_place_medal
🥉	3rd_place_medal
⚽️	soccer
⚾️	baseball
🥎	softball
🏀	basketball
🏐	volleyball
🏈	football
🏉	rugby_football
🎾	tennis
🥏	flying_disc
🎳	bowling
🏏	cricket_game
🏑	field_hockey
🏒	ice_hockey
🥍	lacrosse
🏓	ping_pong
🏸	badminton
🥊	boxing_glove
🥋	martial_arts_uniform
🥅	goal_net
⛳️	golf
⛸️	ice_skate
🎣	fishing_pole_and_fish
🤿	diving_mask
🎽	running_shirt_with_sash
🎿	ski
🛷	sled
🥌	curling_stone
🎯	dart
🪀	yo_yo
🪁	kite
🔫	gun
🎱	8ball
🔮	crystal_ball
🪄	magic_wand
🎮️	video_game
🕹️	joystick
🎰	slot_machine
🎲	game_die
🧩	jigsaw
🧸	teddy_bear
🪅	pinata
🪩	mirror_ball
🪆	nesting_dolls
♠️	spades
♥️	hearts
♦️	diamonds
♣️	clubs
♟️	chess_pawn
🃏	black_joker
🀄️	mahjong
🎴	flower_playing_cards
🎭️	performing_arts
🖼️	framed_picture
🎨	art
🧵	thread
🪡	sewing_needle
🧶	yarn
🪢	knot
=objects
👓️	eyeglasses
🕶️	dark_sunglasses
🥽	goggles
🥼	lab_coat
🦺	safety_vest
👔	necktie
👕	shirt tshirt
👖	jeans
🧣	scarf
🧤	gloves
🧥	coat
🧦	socks
👗	dress
👘	kimono
🥻	sari
🩱	one_piece_swimsuit
🩲	swim_brief
🩳	shorts
👙	bikini
👚	womans_clothes
🪭	folding_hand_fan
👛	purse
👜	handbag
👝	pouch
🛍️	shopping
🎒	school_satchel
🩴	thong_sandal
👞	mans_shoe shoe
👟	athletic_shoe
🥾	hiking_boot
🥿	flat_shoe
👠	high_heel
👡	sandal
🩰	ballet_shoes
👢	boot
🪮	hair_pick
👑	crown
👒	womans_hat
🎩	tophat
🎓️	mortar_board
🧢	billed_cap
🪖	military_helmet
⛑️	rescue_worker_helmet
📿	prayer_beads
💄	lipstick
💍	ring
💎	gem
🔇	mute
🔈️	speaker
🔉	sound
🔊	loud_sound
📢	loudspeaker
📣	mega
📯	postal_horn
🔔	bell
🔕	no_bell
🎼	musical_score
🎵	musical_note
🎶	notes
🎙️	studio_microphone
🎚️	level_slider
🎛️	control_knobs
🎤	microphone
🎧️	headphones
📻️	radio
🎷	saxophone
🎺	trumpet
🪗	accordion
🎸	guitar
🎹	musical_keyboard
🎻	violin
🪕	banjo
🥁	drum
🪘	long_drum
🪇	maracas
🪈	flute
📱	iphone
📲	calling
☎️	phone telephone
📞	telephone_receiver
📟️	pager
📠	fax
🔋	battery
🪫	low_battery
🔌	electric_plug
💻️	computer
🖥️	desktop_computer
🖨️	printer
⌨️	keyboard
🖱️	computer_mouse
🖲️	trackball
💽	minidisc
💾	floppy_disk
💿️	cd
📀	dvd
🧮	abacus
🎥	movie_camera
🎞️	film_strip
📽️	film_projector
🎬️	clapper
📺️	tv
📷️	camera
📸	camera_flash
📹️	video_camera
📼	vhs
🔍️	mag
🔎	mag_right
🕯️	candle
💡	bulb
🔦	flashlight
🏮	izakaya_lantern lantern
🪔	diya_lamp
📔	notebook_with_decorative_cover
📕	closed_book
📖	book open_book
📗	green_book
📘	blue_book
📙	orange_book
📚️	books
📓	notebook
📒	ledger
📃	page_with_curl
📜	scroll
📄	page_facing_up
📰	newspaper
🗞️	newspaper_roll
📑	bookmark_tabs
🔖	bookmark
🏷️	label
🪙	coin
💰️	moneybag
💴	yen
💵	dollar
💶	euro
💷	pound
💸	money_with_wings
💳️	credit_card
🧾	receipt
💹	chart
✉️	envelope
📧	e-mail email
📨	incoming_envelope
📩	envelope_with_arrow
📤️	outbox_tray
📥️	inbox_tray
📦️	package
📫️	mailbox
📪️	mailbox_closed
📬️	mailbox_with_mail
📭️	mailbox_with_no_mail
📮	postbox
🗳️	ballot_box
✏️	pencil2
✒️	black_nib
🖋️	fountain_pen
🖊️	pen
🖌️	paintbrush
🖍️	crayon
📝	memo pencil
💼	briefcase
📁	file_folder
📂	open_file_folder
🗂️	card_index_dividers
📅	date
📆	calendar
🗒️	spiral_notepad
🗓️	spiral_calendar
📇	card_index
📈	chart_with_upwards_trend
📉	chart_with_downwards_trend
📊	bar_chart
📋️	clipboard
📌	pushpin
📍	round_pushpin
📎	paperclip
🖇️	paperclips
📏	straight_ruler
📐	triangular_ruler
✂️	scissors
🗃️	card_file_box
🗄️	file_cabinet
🗑️	wastebasket
🔒️	lock
🔓️	unlock
🔏	lock_with_ink_pen
🔐	closed_lock_with_key
🔑	key
🗝️	old_key
🔨	hammer
🪓	axe
⛏️	pick
⚒️	hammer_and_pick
🛠️	hammer_and_wrench
🗡️	dagger
⚔️	crossed_swords
💣️	bomb
🪃	boomerang
🏹	bow_and_arrow
🛡️	shield
🪚	carpentry_saw
🔧	wrench
🪛	screwdriver
🔩	nut_and_bolt
⚙️	gear
🗜️	clamp
⚖️	balance_scale
🦯	probing_cane
🔗	link
⛓️‍💥	broken_chain
⛓️	chains
🪝	hook
🧰	toolbox
🧲	magnet
🪜	ladder
⚗️	alembic
🧪	test_tube
🧫	petri_dish
🧬	dna
🔬	microscope
🔭	telescope
📡	satellite
💉	syringe
🩸	drop_of_blood
💊	pill
🩹	adhesive_bandage
🩼	crutch
🩺	stethoscope
🩻	x_ray
🚪	door
🛗	elevator
🪞	mirror
🪟	window
🛏️	bed
🛋️	couch_and_lamp
🪑	chair
🚽	toilet
🪠	plunger
🚿	shower
🛁	bathtub
🪤	mouse_trap
🪒	razor
🧴	lotion_bottle
🧷	safety_pin
🧹	broom
🧺	basket
🧻	roll_of_paper
🪣	bucket
🧼	soap
🫧	bubbles
🪥	toothbrush
🧽	sponge
🧯	fire_extinguisher
🛒	shopping_cart
🚬	smoking
⚰️	coffin
🪦	headstone
⚱️	funeral_urn
🧿	nazar_amulet
🪬	hamsa
🗿	moyai
🪧	placard
🪪	identification_card
=symbols
🏧	atm
🚮	put_litter_in_its_place
🚰	potable_water
♿️	wheelchair
🚹️	mens
🚺️	womens
🚻	restroom
🚼️	baby_symbol
🚾	wc
🛂	passport_control
🛃	customs
🛄	baggage_claim
🛅	left_luggage
⚠️	warning
🚸	children_crossing
⛔️	no_entry
🚫	no_entry_sign
🚳	no_bicycles
🚭️	no_smoking
🚯	do_not_litter
🚱	non-potable_water
🚷	no_pedestrians
📵	no_mobile_phones
🔞	underage
☢️	radioactive
☣️	biohazard
⬆️	arrow_up
↗️	arrow_upper_right
➡️	arrow_right
↘️	arrow_lower_right
⬇️	arrow_down
↙️	arrow_lower_left
⬅️	arrow_left
↖️	arrow_upper_left
↕️	arrow_up_down
↔️	left_right_arrow
↩️	leftwards_arrow_with_hook
↪️	arrow_right_hook
⤴️	arrow_heading_up
⤵️	arrow_heading_down
🔃	arrows_clockwise
🔄	arrows_counterclockwise
🔙	back
🔚	end
🔛	on
🔜	soon
🔝	top
🛐	place_of_worship
⚛️	atom_symbol
🕉️	om
✡️	star_of_david
☸️	wheel_of_dharma
☯️	yin_yang
✝️	latin_cross
☦️	orthodox_cross
☪️	star_and_crescent
☮️	peace_symbol
🕎	menorah
🔯	six_pointed_star
🪯	khanda
♈️	aries
♉️	taurus
♊️	gemini
♋️	cancer
♌️	leo
♍️	virgo
♎️	libra
♏️	scorpius
♐️	sagittarius
♑️	capricorn
♒️	aquarius
♓️	pisces
⛎️	ophiuchus
🔀	twisted_rightwards_arrows
🔁	repeat
🔂	repeat_one
▶️	arrow_forward
⏩️	fast_forward
⏭️	next_track_button
⏯️	play_or_pause_button
◀️	arrow_backward
⏪️	rewind
⏮️	previous_track_button
🔼	arrow_up_small
⏫️	arrow_double_up
🔽	arrow_down_small
⏬️	arrow_double_down
⏸️	pause_button
⏹️	stop_button
⏺️	record_button
⏏️	eject_button
🎦	cinema
🔅	low_brightness
🔆	high_brightness
📶	signal_strength
🛜	wireless
📳	vibration_mode
📴	mobile_phone_off
♀️	female_sign
♂️	male_sign
⚧️	transgender_symbol
✖️	heavy_multiplication_x
➕️	heavy_plus_sign
➖️	heavy_minus_sign
➗️	heavy_division_sign
🟰	heavy_equals_sign
♾️	infinity
‼️	bangbang
⁉️	interrobang
❓️	question
❔️	grey_question
❕️	grey_exclamation
❗️	exclamation heavy_exclamation_mark
〰️	wavy_dash
💱	currency_exchange
💲	heavy_dollar_sign
⚕️	medical_symbol
♻️	recycle
⚜️	fleur_de_lis
🔱	trident
📛	name_badge
🔰	beginner
⭕️	o
✅️	white_check_mark
☑️	ballot_box_with_check
✔️	heavy_check_mark
❌️	x
❎️	negative_squared_cross_mark
➰️	curly_loop
➿️	loop
〽️	part_alternation_mark
✳️	eight_spoked_asterisk
✴️	eight_pointed_black_star
❇️	sparkle
©️	copyright
®️	registered
™️	tm
#️⃣	hash
*️⃣	asterisk
0️⃣	zero
1️⃣	one
2️⃣	two
3️⃣	three
4️⃣	four
5️⃣	five
6️⃣	six
7️⃣	seven
8️⃣	eight
9️⃣	nine
🔟	keycap_ten
🔠	capital_abcd
🔡	abcd
🔢	1234
🔣	symbols
🔤	abc
🅰️	a
🆎	ab
🅱️	b
🆑	cl
🆒	cool
🆓	free
ℹ️	information_source
🆔	id
Ⓜ️	m
🆕	new
🆖	ng
🅾️	o2
🆗	ok
🅿️	parking
🆘	sos
🆙	up
🆚	vs
🈁	koko
🈂️	sa
🈷️	u6708
🈶	u6709
🈯️	u6307
🉐	ideograph_advantage
🈹	u5272
🈚️	u7121
🈲	u7981
🉑	accept
🈸	u7533
🈴	u5408
🈳	u7a7a
㊗️	congratulations
㊙️	secret
🈺	u55b6
🈵	u6e80
🔴	red_circle
🟠	orange_circle
🟡	yellow_circle
🟢	green_circle
🔵	large_blue_circle
🟣	purple_circle
🟤	brown_circle
⚫️	black_circle
⚪️	white_circle
🟥	red_square
🟧	orange_square
🟨	yellow_square
🟩	green_square
🟦	blue_square
🟪	purple_square
🟫	brown_square
⬛️	black_large_square
⬜️	white_large_square
◼️	black_medium_square
◻️	white_medium_square
◾️	black_medium_small_square
◽️	white_medium_small_square
▪️	black_small_square
▫️	white_small_square
🔶	large_orange_diamond
🔷	large_blue_diamond
🔸	small_orange_diamond
🔹	small_blue_diamond
🔺	small_red_triangle
🔻	small_red_triangle_down
💠	diamond_shape_with_a_dot_inside
🔘	radio_button
🔳	white_square_button
🔲	black_square_button
=flags
🏁	checkered_flag
🚩	triangular_flag_on_post
🎌	crossed_flags
🏴	black_flag
🏳️	white_flag
🏳️‍🌈	rainbow_flag
🏳️‍⚧️	transgender_flag
🏴‍☠️	pirate_flag
🇦🇨	ascension_island
🇦🇩	andorra
🇦🇪	united_arab_emirates
🇦🇫	afghanistan
🇦🇬	antigua_barbuda
🇦🇮	anguilla
🇦🇱	albania
🇦🇲	armenia
🇦🇴	angola
🇦🇶	antarctica
🇦🇷	argentina
🇦🇸	american_samoa
🇦🇹	austria
🇦🇺	australia
🇦🇼	aruba
🇦🇽	aland_islands
🇦🇿	azerbaijan
🇧🇦	bosnia_herzegovina
🇧🇧	barbados
🇧🇩	bangladesh
🇧🇪	belgium
🇧🇫	burkina_faso
🇧🇬	bulgaria
🇧🇭	bahrain
🇧🇮	burundi
🇧🇯	benin
🇧🇱	st_barthelemy
🇧🇲	bermuda
🇧🇳	brunei
🇧🇴	bolivia
🇧🇶	caribbean_netherlands
🇧🇷	brazil
🇧🇸	bahamas
🇧🇹	bhutan
🇧🇻	bouvet_island
🇧🇼	botswana
🇧🇾	belarus
🇧🇿	belize
🇨🇦	canada
🇨🇨	cocos_islands
🇨🇩	congo_kinshasa
🇨🇫	central_african_republic
🇨🇬	congo_brazzaville
🇨🇭	switzerland
🇨🇮	cote_divoire
🇨🇰	cook_islands
🇨🇱	chile
🇨🇲	cameroon
🇨🇳	cn
🇨🇴	colombia
🇨🇵	clipperton_island
🇨🇷	costa_rica
🇨🇺	cuba
🇨🇻	cape_verde
🇨🇼	curacao
🇨🇽	christmas_island
🇨🇾	cyprus
🇨🇿	czech_republic
🇩🇪	de
🇩🇬	diego_garcia
🇩🇯	djibouti
🇩🇰	denmark
🇩🇲	dominica
🇩🇴	dominican_republic
🇩🇿	algeria
🇪🇦	ceuta_melilla
🇪🇨	ecuador
🇪🇪	estonia
🇪🇬	egypt
🇪🇭	western_sahara
🇪🇷	eritrea
🇪🇸	es
🇪🇹	ethiopia
🇪🇺	eu european_union
🇫🇮	finland
🇫🇯	fiji
🇫🇰	falkland_islands
🇫🇲	micronesia
🇫🇴	faroe_islands
🇫🇷	fr
🇬🇦	gabon
🇬🇧	gb uk
🇬🇩	grenada
🇬🇪	georgia
🇬🇫	french_guiana
🇬🇬	guernsey
🇬🇭	ghana
🇬🇮	gibraltar
🇬🇱	greenland
🇬🇲	gambia
🇬🇳	guinea
🇬🇵	guadeloupe
🇬🇶	equatorial_guinea
🇬🇷	greece
🇬🇸	south_georgia_south_sandwich_islands
🇬🇹	guatemala
🇬🇺	guam
🇬🇼	guinea_bissau
🇬🇾	guyana
🇭🇰	hong_kong
🇭🇲	heard_mcdonald_islands
🇭🇳	honduras
🇭🇷	croatia
🇭🇹	haiti
🇭🇺	hungary
🇮🇨	canary_islands
🇮🇩	indonesia
🇮🇪	ireland
🇮🇱	israel
🇮🇲	isle_of_man
🇮🇳	india
🇮🇴	british_indian_ocean_territory
🇮🇶	iraq
🇮🇷	iran
🇮🇸	iceland
🇮🇹	it
🇯🇪	jersey
🇯🇲	jamaica
🇯🇴	jordan
🇯🇵	jp
🇰🇪	kenya
🇰🇬	kyrgyzstan
🇰🇭	cambodia
🇰🇮	kiribati
🇰🇲	comoros
🇰🇳	st_kitts_nevis
🇰🇵	north_korea
🇰🇷	kr
🇰🇼	kuwait
🇰🇾	cayman_islands
🇰🇿	kazakhstan
🇱🇦	laos
🇱🇧	lebanon
🇱🇨	st_lucia
🇱🇮	liechtenstein
🇱🇰	sri_lanka
🇱🇷	liberia
🇱🇸	lesotho
🇱🇹	lithuania
🇱🇺	luxembourg
🇱🇻	latvia
🇱🇾	libya
🇲🇦	morocco
🇲🇨	monaco
🇲🇩	moldova
🇲🇪	montenegro
🇲🇫	st_martin
🇲🇬	madagascar
🇲🇭	marshall_islands
🇲🇰	macedonia
🇲🇱	mali
🇲🇲	myanmar
🇲🇳	mongolia
🇲🇴	macau
🇲🇵	northern_mariana_islands
🇲🇶	martinique
🇲🇷	mauritania
🇲🇸	montserrat
🇲🇹	malta
🇲🇺	mauritius
🇲🇻	maldives
🇲🇼	malawi
🇲🇽	mexico
🇲🇾	malaysia
🇲🇿	mozambique
🇳🇦	namibia
🇳🇨	new_caledonia
🇳🇪	niger
🇳🇫	norfolk_island
🇳🇬	nigeria
🇳🇮	nicaragua
🇳🇱	netherlands
🇳🇴	norway
🇳🇵	nepal
🇳🇷	nauru
🇳🇺	niue
🇳🇿	new_zealand
🇴🇲	oman
🇵🇦	panama
🇵🇪	peru
🇵🇫	french_polynesia
🇵🇬	papua_new_guinea
🇵🇭	philippines
🇵🇰	pakistan
🇵🇱	poland
🇵🇲	st_pierre_miquelon
🇵🇳	pitcairn_islands
🇵🇷	puerto_rico
🇵🇸	palestinian_territories
🇵🇹	portugal
🇵🇼	palau
🇵🇾	paraguay
🇶🇦	qatar
🇷🇪	reunion
🇷🇴	romania
🇷🇸	serbia
🇷🇺	ru
🇷🇼	rwanda
🇸🇦	saudi_arabia
🇸🇧	solomon_islands
🇸🇨	seychelles
🇸🇩	sudan
🇸🇪	sweden
🇸🇬	singapore
🇸🇭	st_helena
🇸🇮	slovenia
🇸🇯	svalbard_jan_mayen
🇸🇰	slovakia
🇸🇱	sierra_leone
🇸🇲	san_marino
🇸🇳	senegal
🇸🇴	somalia
🇸🇷	suriname
🇸🇸	south_sudan
🇸🇹	sao_tome_principe
🇸🇻	el_salvador
🇸🇽	sint_maarten
🇸🇾	syria
🇸🇿	swaziland
🇹🇦	tristan_da_cunha
🇹🇨	turks_caicos_islands
🇹🇩	chad
🇹🇫	french_southern_territories
🇹🇬	togo
🇹🇭	thailand
🇹🇯	tajikistan
🇹🇰	tokelau
🇹🇱	timor_leste
🇹🇲	turkmenistan
🇹🇳	tunisia
🇹🇴	tonga
🇹🇷	tr
🇹🇹	trinidad_tobago
🇹🇻	tuvalu
🇹🇼	taiwan
🇹🇿	tanzania
🇺🇦	ukraine
🇺🇬	uganda
🇺🇲	us_outlying_islands
🇺🇳	united_nations
🇺🇸	us
🇺🇾	uruguay
🇺🇿	uzbekistan
🇻🇦	vatican_city
🇻🇨	st_vincent_grenadines
🇻🇪	venezuela
🇻🇬	british_virgin_islands
🇻🇮	us_virgin_islands
🇻🇳	vietnam
🇻🇺	vanuatu
🇼🇫	wallis_futuna
🇼🇸	samoa
🇽🇰	kosovo
🇾🇪	yemen
🇾🇹	mayotte
🇿🇦	south_africa
🇿🇲	zambia
🇿🇼	zimbabwe
🏴󠁧󠁢󠁥󠁮󠁧󠁿	england
🏴󠁧󠁢󠁳󠁣󠁴󠁿	scotland
🏴󠁧󠁢󠁷󠁬󠁳󠁿	wales`;
