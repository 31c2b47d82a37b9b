/*
 * JSON as text: it is written in other ways without being read, so that long numbers are not rounded.
 */

/** How a text can be written in one line: without any blanks, or with one behind each colon and comma. */
const STYLES = [{ colon: ':', comma: ',' }, { colon: ': ', comma: ', ' }];

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** The text in one line. */
function line(text, { colon, comma }) {
    return text.match(TOKEN).map(token => token === ':' ? colon : token === ',' ? comma : token).join('');
}

/** Whether a text is an object or an array. */
function isJson(text) {
    if (!/^\s*[{[]/.test(text)) {
        return false;
    }
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

/**
 * The text in lines that are indented, or null if it is no object or array in one line, or is written in a way that could not be
 * made again.
 */
export function formatted(text) {
    return isJson(text) && STYLES.some(style => line(text, style) === text) ? lines(text) : null;
}

function lines(text) {
    let depth = 0;
    let result = '';
    const tokens = text.match(TOKEN);
    tokens.forEach((token, i) => {
        const empty = '}]'.includes(token) && '{['.includes(tokens[i - 1]);
        if ('}]'.includes(token)) {
            depth--;
            result += empty ? token : '\n' + '  '.repeat(depth) + token;
        } else if (token === ':') {
            result += ': ';
        } else if (token === ',') {
            result += ',\n' + '  '.repeat(depth);
        } else if ('{['.includes(token)) {
            depth++;
            result += '}]'.includes(tokens[i + 1]) ? token : token + '\n' + '  '.repeat(depth);
        } else {
            result += token;
        }
    });
    return result;
}

/**
 * What has become of a text that was shown formatted, in one line again, and with blanks where the original has them.
 *
 * @throws Error if it is no JSON any more
 */
export function inOneLine(edited, original) {
    if (!isJson(edited)) {
        throw new Error('This is not valid JSON. To save it anyway, choose “As stored” first.');
    }
    return line(edited, STYLES.find(style => line(original, style) === original));
}
