<?php
/*
 * The least a survey in PHP costs, for tests/bench/run: renders one form from a
 * table of questions, stores its answers in one transaction.
 *
 * The questions come from questions.php, which tests/bench/run writes from the
 * form it measures: ['head' => [[tag, text]…], 'rows' => [[heading, [[legend,
 * name, [value => label]]…]]…], 'button' => text].  BENCH_KEY signs the token;
 * BENCH_DSN and BENCH_USER lead to the database.  BENCH_WAY says how it stores:
 * "wide", a column for each answer, over a new connection as is usual; "kept", the
 * same over a connection kept for the next request; "rows", a row for each answer.
 */

$form = require __DIR__ . '/questions.php';

function token(string $key): string
{
	$nonce = random_bytes(25) . pack('J', time());

	return rtrim(strtr(base64_encode($nonce . hash_hmac('sha256', $nonce, $key, true)), '+/', '-_'), '=');
}

function token_holds(string $token, string $key): bool
{
	$raw = base64_decode(strtr($token, '-_', '+/'));

	return strlen($raw) === 65 &&
		hash_equals(hash_hmac('sha256', substr($raw, 0, 33), $key, true), substr($raw, 33));
}

function radios(string $legend, string $name, array $labels): string
{
	$out = '<fieldset><legend>' . htmlspecialchars($legend) . '</legend>';
	$name = htmlspecialchars($name);
	foreach ($labels as $value => $label)
		$out .= '<label><input type=radio name=' . $name . ' value="' . htmlspecialchars($value) . '">' .
			htmlspecialchars($label) . '</label>';
	return $out . '</fieldset>';
}

function show(array $form, string $token): string
{
	$out = '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"/>' .
		'<meta name="viewport" content="width=device-width, initial-scale=1"/><title>' .
		htmlspecialchars($form['title']) . '</title>' .
		'<link rel="stylesheet" href="/feedback/static/otklik.css"/></head><body><main>';
	foreach ($form['head'] as [$tag, $text])
		$out .= "<$tag>" . htmlspecialchars($text) . "</$tag>";
	$out .= '<form method="post"><input type="hidden" name="token" value="' . $token . '"/>';
	foreach ($form['rows'] as [$heading, $scales]) {
		$out .= '<fieldset><legend>' . htmlspecialchars($heading) . '</legend>';
		foreach ($scales as [$legend, $name, $labels])
			$out .= radios($legend, $name, $labels);
		$out .= '</fieldset>';
	}
	return $out . '<button type="submit" name="next" value="1">' . htmlspecialchars($form['button']) .
		'</button></form></main></body></html>';
}

/* Dots in names of controls become underscores in $_POST. */
function answers(array $form): array
{
	$answers = [];
	foreach ($form['rows'] as [, $scales])
		foreach ($scales as [, $name, $labels]) {
			$value = $_POST[strtr($name, '.', '_')] ?? '';
			if (!isset($labels[$value]))
				return [];
			$answers[] = $value === '' ? null : (int)$value;
		}
	return $answers;
}

function store_wide(PDO $db, array $answers): void
{
	$places = implode(', ', array_fill(0, count($answers), '?'));
	$db->prepare("INSERT INTO php_wide VALUES (NULL, CURRENT_DATE, $places)")->execute($answers);
}

function store_rows(PDO $db, array $answers): void
{
	$db->exec('INSERT INTO php_response VALUES (NULL, CURRENT_DATE)');
	$response = $db->lastInsertId();
	$values = [];
	foreach ($answers as $item => $answer)
		if ($answer !== null)
			array_push($values, $response, $item, $answer);
	$places = implode(', ', array_fill(0, count($values) / 3, '(?, ?, ?)'));
	$db->prepare("INSERT INTO php_answer VALUES $places")->execute($values);
}

function store(array $answers): void
{
	$way = $_SERVER['BENCH_WAY'];
	$db = new PDO($_SERVER['BENCH_DSN'], $_SERVER['BENCH_USER'], '',
		[PDO::ATTR_PERSISTENT => $way === 'kept', PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);

	$db->beginTransaction();
	if ($way === 'rows')
		store_rows($db, $answers);
	else
		store_wide($db, $answers);
	$db->commit();
}

if ($_SERVER['REQUEST_METHOD'] === 'POST') {
	$answers = answers($form);
	if ($answers === [] || !token_holds($_POST['token'] ?? '', $_SERVER['BENCH_KEY'])) {
		http_response_code(422);
		$page = '';
	} else {
		store($answers);
		http_response_code(303);
		header('Location: /bench/thanks');
		$page = '';
	}
} else {
	$page = show($form, token($_SERVER['BENCH_KEY']));
}
header('Cache-Control: no-store');
header('Content-Length: ' . strlen($page));
echo $page;
