using System.Text.RegularExpressions;

namespace Modelyard.Frames.Validation.Checks;

/// <summary>Determines whether a text fails a check.</summary>
internal abstract class TextTest
{
    public abstract bool Fails(ReadOnlySpan<char> text);

    /// <summary>Creates what finds the cells of a column of texts or categories that fail; each level of categories is looked at once.</summary>
    public IMarker Bind(Column column) => column is CategoryColumn categories
        ? new LevelMarker(categories, [.. categories.Levels.Select(level => Fails(level))])
        : new CellMarker<CellTests.Text>(column, new CellTests.Text((TextColumn)column, ForChunk()));

    /// <summary>Creates the test of one chunk, which may count something of its own.</summary>
    protected virtual TextTest ForChunk() => this;

    /// <summary>Represents the lengths allowed, in code points.</summary>
    public sealed class Length(int bound, bool isUpper) : TextTest
    {
        public override bool Fails(ReadOnlySpan<char> text)
        {
            int length = CodePoints(text);
            return isUpper ? length > bound : length < bound;
        }

        public static int CodePoints(ReadOnlySpan<char> text)
        {
            int count = text.Length;
            for (int i = 1; i < text.Length; i++)
            {
                count -= char.IsSurrogatePair(text[i - 1], text[i]) ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Represents the texts allowed.</summary>
    public sealed class Set(IEnumerable<string> allowed) : TextTest
    {
        private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _allowed = new HashSet<string>(allowed, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

        public override bool Fails(ReadOnlySpan<char> text) => !_allowed.Contains(text);
    }

    /// <summary>Represents the regular expression that the whole text must match.</summary>
    public sealed class Pattern : TextTest
    {
        private static readonly TimeSpan TimeLimit = TimeSpan.FromMilliseconds(100);

        /// <summary>The number of texts of a chunk that may run into the time limit before the pattern is given up.</summary>
        private const int MostSlowTexts = 20;

        private readonly string _pattern;
        private readonly Regex _whole;
        private int _slowTexts;

        public Pattern(string pattern)
            : this(pattern, Compile(pattern))
        {
        }

        private Pattern(string pattern, Regex whole)
        {
            _pattern = pattern;
            _whole = whole;
        }

        public override bool Fails(ReadOnlySpan<char> text)
        {
            try
            {
                return !IsMatch(text, tries: 3);
            }
            catch (RegexMatchTimeoutException exception)
            {
                return Interlocked.Increment(ref _slowTexts) <= MostSlowTexts
                    ? true
                    : throw new ModelyardException(
                        $"The pattern '{_pattern}' took longer than 100 ms on more than '{MostSlowTexts}' texts; write it without back references and lookaround, then its time grows with the text alone.",
                        exception);
            }
        }

        /// <summary>Matches a text. On a busy machine a thread may be set aside for longer than the time that it has, which says nothing of the text; so a text has that time more than once.</summary>
        private bool IsMatch(ReadOnlySpan<char> text, int tries)
        {
            while (true)
            {
                try
                {
                    return _whole.IsMatch(text);
                }
                catch (RegexMatchTimeoutException) when (--tries > 0)
                {
                }
            }
        }

        /// <summary>Compiles a pattern of whole texts; without back references and lookaround it is matched by an automaton.</summary>
        /// <exception cref="ArgumentException">The pattern is no regular expression.</exception>
        public static Regex Compile(string pattern)
        {
            // Parsed alone first: brackets that do not match must not close those around them.
            _ = new Regex(pattern, RegexOptions.CultureInvariant, TimeLimit);
            string whole = $@"\A(?:{pattern})\z";
            try
            {
                // Its time grows with the text alone, and needs no limit by a clock.
                return new Regex(whole, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Regex.InfiniteMatchTimeout);
            }
            catch (NotSupportedException)
            {
                return new Regex(whole, RegexOptions.CultureInvariant, TimeLimit);
            }
        }

        protected override TextTest ForChunk() => new Pattern(_pattern, _whole);
    }
}
