using Modelyard.Frames.Indexing;

namespace Modelyard.Frames;

/// <summary>Represents the keys of the rows or of the columns of an <see cref="IndexedFrame"/>: levels of labels, the outermost first.</summary>
/// <remarks>An index is immutable and safe to read from any number of threads. Keys may occur more than once and in any order.</remarks>
public sealed class MultiIndex
{
    private readonly Column[] _levels;
    private readonly string?[] _names;
    private readonly Lazy<LevelCodes>[] _codes;
    private readonly Lazy<int> _sortedLevels;
    private readonly Lazy<SortedKeys> _keys;

    /// <summary>Initializes an index of levels; a null name makes a level without one.</summary>
    internal MultiIndex(IReadOnlyList<Column> levels, IReadOnlyList<string?> names, int length)
    {
        _names = [.. names];
        _levels = [.. levels.Select((level, position) => (names[position] ?? Unnamed(position)) is var name && level.Name == name ? level : level.Rename(name))];
        Length = length;
        if (_names.OfType<string>().GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new ModelyardException($"The index would have two levels '{twice.Key}'; give one of them another name first.");
        }

        if (_levels.FirstOrDefault(level => level.Length != length) is { } other)
        {
            throw new ArgumentException($"The level '{other.Name}' has '{other.Length}' labels and must have '{length}'.", nameof(levels));
        }

        _codes = Array.ConvertAll(_levels, level => new Lazy<LevelCodes>(() => LevelCodes.Of(level)));
        _sortedLevels = new Lazy<int>(CountSortedLevels);
        _keys = new Lazy<SortedKeys>(() => SortedKeys.Of(Codes(Enumerable.Range(0, LevelCount)), Length));
    }

    /// <summary>Gets the number of keys.</summary>
    public int Length { get; }

    /// <summary>Gets the number of levels.</summary>
    public int LevelCount => _levels.Length;

    /// <summary>Gets the labels of each level, one a key; the columns bear the names of the levels.</summary>
    public IReadOnlyList<Column> Levels => _levels;

    /// <summary>Gets the names of the levels; null for a level without one, which is then found as <c>level_0</c> by its position.</summary>
    public IReadOnlyList<string?> Names => _names;

    /// <summary>Gets a value indicating whether the keys are sorted, a missing label after all others.</summary>
    public bool IsSorted => _sortedLevels.Value == LevelCount;

    /// <summary>Gets a value indicating whether no key occurs twice.</summary>
    public bool IsUnique => _keys.Value.Count == Length;

    /// <summary>Gets the labels of a level.</summary>
    /// <param name="level">The level.</param>
    /// <exception cref="ModelyardException">There is no such level.</exception>
    public Column this[LevelKey level] => _levels[PositionOf(level)];

    /// <summary>Gets by how many of the outermost levels the keys are sorted.</summary>
    internal int SortedLevels => _sortedLevels.Value;

    /// <summary>Creates an index of levels.</summary>
    /// <param name="levels">The labels of each level, the outermost first, of one length, no two of the same name.</param>
    /// <returns>A new index.</returns>
    /// <exception cref="ArgumentException">There is no level, or the lengths differ.</exception>
    /// <exception cref="ModelyardException">Two levels have the same name.</exception>
    public static MultiIndex Of(params IEnumerable<Column> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Column[] all = [.. levels];
        return all.Length == 0
            ? throw new ArgumentException("There is no level and must be at least one.", nameof(levels))
            : new MultiIndex(all, [.. all.Select(level => level.Name)], all[0].Length);
    }

    /// <summary>Creates an index of every combination of labels, the last level changing fastest.</summary>
    /// <param name="levels">The labels of each level, the outermost first, no two of the same name.</param>
    /// <returns>A new index.</returns>
    /// <exception cref="ArgumentException">There is no level.</exception>
    /// <exception cref="ModelyardException">Two levels have the same name.</exception>
    public static MultiIndex Product(params IEnumerable<Column> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        Column[] all = [.. levels];
        int length = all.Aggregate(1, (product, level) => checked(product * level.Length));
        int inner = length;
        for (int level = 0; level < all.Length; level++)
        {
            int labels = all[level].Length;
            inner /= Math.Max(1, labels);
            int repeat = inner;
            all[level] = all[level].Take(Enumerable.Range(0, length).Select(position => position / repeat % labels).ToArray());
        }

        return Of(all);
    }

    /// <summary>Gets the labels of one key, the outermost first.</summary>
    /// <param name="position">The zero-based position of the key.</param>
    /// <returns>One label a level.</returns>
    public Label[] KeyAt(int position) => Array.ConvertAll(_levels, level => Label.Of(level, position));

    /// <summary>Finds the position of a level.</summary>
    /// <param name="level">The level.</param>
    /// <returns>The zero-based position, the outermost level first.</returns>
    /// <exception cref="ModelyardException">There is no such level.</exception>
    public int PositionOf(LevelKey level)
    {
        int position = level.Find(this);
        return position >= 0 ? position : throw new ModelyardException(LevelCount == 0
            ? $"The index has no level '{level}', nor any other."
            : $"The index has no level '{level}'. Its levels are {string.Join(", ", _levels.Select(one => $"'{one.Name}'"))}.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Length} keys of {LevelCount} levels ({string.Join(", ", _levels.Select(level => level.Name))})";

    internal LevelCodes CodesOf(int level) => _codes[level].Value;

    internal LevelCodes[] Codes(IEnumerable<int> levels) => [.. levels.Select(CodesOf)];

    /// <summary>Finds the positions of levels, each at most once.</summary>
    internal int[] PositionsOf(IEnumerable<LevelKey> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        int[] positions = [.. levels.Select(PositionOf)];
        return positions.GroupBy(position => position).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new ModelyardException($"The level '{_levels[twice.Key].Name}' is named twice and may be named once.")
            : positions;
    }

    internal MultiIndex Take(ReadOnlySpan<int> keys)
    {
        var levels = new Column[_levels.Length];
        for (int level = 0; level < levels.Length; level++)
        {
            levels[level] = _levels[level].Take(keys);
        }

        return new MultiIndex(levels, _names, keys.Length);
    }

    internal MultiIndex Select(IReadOnlyList<int> levels) => new([.. levels.Select(level => _levels[level])], [.. levels.Select(level => _names[level])], Length);

    internal MultiIndex Without(IReadOnlyCollection<int> levels) => Select([.. Enumerable.Range(0, LevelCount).Where(level => !levels.Contains(level))]);

    /// <summary>Puts the levels of another index, as long as this, within the levels of this.</summary>
    internal MultiIndex Beside(MultiIndex inner) => new([.. _levels, .. inner._levels], [.. _names, .. inner._names], Length);

    /// <summary>Makes one text of a key, or null if all of its labels are missing.</summary>
    internal string? Flatten(int position, string separator)
    {
        string flat = string.Join(separator, _levels.Where(level => !level.IsMissing(position)).Select(level => level.FormatCell(position)));
        return flat.Length == 0 ? null : flat;
    }

    /// <summary>Says a key in words, as <c>store 'Ulm', month '3'</c>.</summary>
    internal string Describe(int position) => string.Join(", ", _levels.Select(level => $"{level.Name} '{(level.IsMissing(position) ? "·" : level.FormatCell(position))}'"));

    private static string Unnamed(int position) => FormattableString.Invariant($"level_{position}");

    private int CountSortedLevels()
    {
        int sorted = LevelCount;
        int[][] ranks = Array.ConvertAll(Codes(Enumerable.Range(0, LevelCount)), codes => codes.Ranks);
        for (int key = 1; key < Length; key++)
        {
            for (int level = 0; level < sorted; level++)
            {
                int step = ranks[level][key] - ranks[level][key - 1];
                if (step != 0)
                {
                    sorted = step < 0 ? level : sorted;
                    break;
                }
            }
        }

        return sorted;
    }
}
