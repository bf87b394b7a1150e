using Modelyard.Frames.Indexing;
using Modelyard.Frames.Lineage;

namespace Modelyard.Frames;

/// <content>Selecting by keys.</content>
public sealed partial class IndexedFrame
{
    /// <summary>Takes the rows whose outermost labels are those given, and leaves out the levels that are so settled.</summary>
    /// <param name="key">The labels, the outermost first: of some levels, or of all, and then all levels stay.</param>
    /// <returns>The rows, in their order. Of sorted keys they are found by bisection.</returns>
    /// <exception cref="ModelyardException">No row has the key.</exception>
    public IndexedFrame At(params IReadOnlyList<Label> key) => TakeKey("at", IndexAxis.Rows, key);

    /// <summary>Takes the columns whose outermost labels are those given, and leaves out the levels that are so settled.</summary>
    /// <param name="key">The labels, the outermost first.</param>
    /// <returns>The columns, in their order.</returns>
    /// <exception cref="ModelyardException">No column has the key.</exception>
    public IndexedFrame AtColumns(params IReadOnlyList<Label> key) => TakeKey("at-columns", IndexAxis.Columns, key);

    /// <summary>Takes the rows of several keys, in the order of the keys; all levels stay.</summary>
    /// <param name="keys">The keys, each of some of the outermost levels or of all.</param>
    /// <returns>The rows.</returns>
    /// <exception cref="ModelyardException">No row has one of the keys.</exception>
    public IndexedFrame AtKeys(IReadOnlyList<Label[]> keys) => TakeKeys("at-keys", IndexAxis.Rows, keys);

    /// <summary>Takes the columns of several keys, in the order of the keys; all levels stay.</summary>
    /// <param name="keys">The keys, each of some of the outermost levels or of all.</param>
    /// <returns>The columns.</returns>
    /// <exception cref="ModelyardException">No column has one of the keys.</exception>
    public IndexedFrame AtKeysOfColumns(IReadOnlyList<Label[]> keys) => TakeKeys("at-keys-of-columns", IndexAxis.Columns, keys);

    /// <summary>Takes the cross-section of the rows that have a label in a level, wherever the level stands.</summary>
    /// <param name="label">The label.</param>
    /// <param name="level">The level.</param>
    /// <param name="dropLevel">True to leave out the level, which is settled; the last one stays.</param>
    /// <returns>The rows, in their order.</returns>
    /// <exception cref="ModelyardException">There is no such level, or it has no such label.</exception>
    public IndexedFrame Xs(Label label, LevelKey level, bool dropLevel = true) => TakeLabels("xs", IndexAxis.Rows, [(level, label)], dropLevel);

    /// <summary>Takes the cross-section of the rows that have a label in each of several levels.</summary>
    /// <param name="labels">The levels and the labels, at least one.</param>
    /// <param name="dropLevel">True to leave out the levels, which are settled; if they are all there are, they stay.</param>
    /// <returns>The rows, in their order.</returns>
    /// <exception cref="ModelyardException">There is no such level, or no row has these labels.</exception>
    public IndexedFrame Xs(IReadOnlyList<(LevelKey Level, Label Label)> labels, bool dropLevel = true) => TakeLabels("xs", IndexAxis.Rows, labels, dropLevel);

    /// <summary>Takes the cross-section of the columns that have a label in a level.</summary>
    /// <param name="label">The label.</param>
    /// <param name="level">The level.</param>
    /// <param name="dropLevel">True to leave out the level, which is settled; the last one goes too if one column is left.</param>
    /// <returns>The columns, in their order.</returns>
    /// <exception cref="ModelyardException">There is no such level, or it has no such label.</exception>
    public IndexedFrame XsColumns(Label label, LevelKey level, bool dropLevel = true) => TakeLabels("xs-columns", IndexAxis.Columns, [(level, label)], dropLevel);

    /// <summary>Takes the cross-section of the columns that have a label in each of several levels.</summary>
    /// <param name="labels">The levels and the labels, at least one.</param>
    /// <param name="dropLevel">True to leave out the levels, which are settled.</param>
    /// <returns>The columns, in their order.</returns>
    /// <exception cref="ModelyardException">There is no such level, or no column has these labels.</exception>
    public IndexedFrame XsColumns(IReadOnlyList<(LevelKey Level, Label Label)> labels, bool dropLevel = true) => TakeLabels("xs-columns", IndexAxis.Columns, labels, dropLevel);

    /// <summary>Cuts a slice out of the table as out of a cube: what has a label in a level, be it a level of rows or of columns.</summary>
    /// <param name="level">The name of the level, which rows and columns must not both have.</param>
    /// <param name="label">The label.</param>
    /// <returns>The rows or columns, without the level.</returns>
    /// <exception cref="ModelyardException">There is no such level, or rows and columns both have it, or it has no such label.</exception>
    public IndexedFrame Slice(LevelKey level, Label label) => TakeLabels("slice", AxisOf(level), [(level, label)], dropLevel: true);

    /// <summary>Takes the rows from one key to another, both included, of rows that are sorted.</summary>
    /// <param name="from">The labels of the first key, of some of the outermost levels or of all; null to begin with the first row. It need not occur.</param>
    /// <param name="to">The labels of the last key; null to end with the last row.</param>
    /// <returns>The rows; all levels stay.</returns>
    /// <exception cref="ModelyardException">The rows are not sorted by these levels, or a bound has too many labels.</exception>
    public IndexedFrame Between(IReadOnlyList<Label>? from, IReadOnlyList<Label>? to) => Take(IndexAxis.Rows, IndexSelection.Between(Rows, from, to, IndexAxis.Rows))
        .RecordedAs("between", [Lineage], ("from", from is null ? null : LineageText.Labels(from)), ("to", to is null ? null : LineageText.Labels(to)));

    /// <summary>Takes the columns from one key to another, both included, of columns that are sorted.</summary>
    /// <param name="from">The labels of the first key; null to begin with the first column.</param>
    /// <param name="to">The labels of the last key; null to end with the last column.</param>
    /// <returns>The columns; all levels stay.</returns>
    /// <exception cref="ModelyardException">The columns are not sorted by these levels, or a bound has too many labels.</exception>
    public IndexedFrame BetweenColumns(IReadOnlyList<Label>? from, IReadOnlyList<Label>? to) =>
        Take(IndexAxis.Columns, IndexSelection.Between(Columns, from, to, IndexAxis.Columns))
            .RecordedAs("between-columns", [Lineage], ("from", from is null ? null : LineageText.Labels(from)), ("to", to is null ? null : LineageText.Labels(to)));

    /// <summary>Takes the rows or columns whose label in one level lies from one to another, both included; they need not be sorted.</summary>
    /// <param name="level">The level.</param>
    /// <param name="from">The least label; null for no bound.</param>
    /// <param name="to">The greatest label; null for no bound, which takes missing labels too.</param>
    /// <param name="axis">Whether a level of rows or of columns is meant.</param>
    /// <returns>The rows or columns, in their order; all levels stay.</returns>
    /// <exception cref="ModelyardException">There is no such level.</exception>
    public IndexedFrame SelectRange(LevelKey level, Label? from, Label? to, IndexAxis axis = IndexAxis.Rows) =>
        Take(axis, IndexSelection.Between(Axis(axis), Axis(axis).PositionOf(level), from, to))
            .RecordedAs("select-range", [Lineage], ("level", $"{level}"), ("from", from?.ToString()), ("to", to?.ToString()));

    /// <summary>Takes the rows or columns whose label in one level is among several.</summary>
    /// <param name="level">The level.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="axis">Whether a level of rows or of columns is meant.</param>
    /// <returns>The rows or columns, in their order; all levels stay.</returns>
    /// <exception cref="ModelyardException">There is no such level, or it has not one of the labels.</exception>
    public IndexedFrame Select(LevelKey level, IReadOnlyList<Label> labels, IndexAxis axis = IndexAxis.Rows)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Take(axis, IndexSelection.OneOf(Axis(axis), Axis(axis).PositionOf(level), labels, axis))
            .RecordedAs("select", [Lineage], ("level", $"{level}"), ("labels", LineageText.Labels(labels)), ("axis", LineageText.Word(axis)));
    }

    private IndexedFrame TakeKey(string verb, IndexAxis axis, IReadOnlyList<Label> key)
    {
        ArgumentNullException.ThrowIfNull(key);
        int[] positions = IndexSelection.AtKey(Axis(axis), key, axis);
        return Settle(axis, Take(axis, positions), [.. Enumerable.Range(0, key.Count)]).RecordedAs(verb, [Lineage], ("key", LineageText.Labels(key)));
    }

    private IndexedFrame TakeKeys(string verb, IndexAxis axis, IReadOnlyList<Label[]> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Take(axis, [.. keys.SelectMany(key => IndexSelection.AtKey(Axis(axis), key, axis))]).RecordedAs(verb, [Lineage], ("keys", $"{keys.Count}"));
    }

    private IndexedFrame TakeLabels(string verb, IndexAxis axis, IReadOnlyList<(LevelKey Level, Label Label)> labels, bool dropLevel)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int[] levels = Axis(axis).PositionsOf(labels.Select(one => one.Level));
        if (levels.Length == 0)
        {
            throw new ArgumentException("There is no level and must be at least one.", nameof(labels));
        }

        IndexedFrame taken = Take(axis, IndexSelection.AtLabels(Axis(axis), levels, [.. labels.Select(one => one.Label)], axis));
        return (dropLevel ? Settle(axis, taken, levels) : taken)
            .RecordedAs(verb, [Lineage], ("labels", LineageText.Names(labels.Select(one => $"{one.Level} = {one.Label}"))));
    }

    /// <summary>Leaves out levels that have one label each. The last ones stay, but for those of a single column, which then needs no key.</summary>
    private static IndexedFrame Settle(IndexAxis axis, IndexedFrame taken, int[] levels) =>
        levels.Length < taken.Axis(axis).LevelCount || (axis == IndexAxis.Columns && taken.ColumnCount == 1)
            ? taken.WithAxis(axis, taken.Axis(axis).Without(levels), Enumerable.Range(0, taken.Axis(axis).LevelCount).Except(levels))
            : taken;

    private IndexAxis AxisOf(LevelKey level)
    {
        bool isRow = level.Find(Rows) >= 0, isColumn = level.Find(Columns) >= 0;
        return (isRow, isColumn) switch
        {
            (true, false) => IndexAxis.Rows,
            (false, true) => IndexAxis.Columns,
            (true, true) => throw new ModelyardException($"Rows and columns both have a level '{level}'; cut by Xs or XsColumns, which say which is meant."),
            _ => throw new ModelyardException(
                $"Neither rows nor columns have a level '{level}'. The levels are {string.Join(", ", Rows.Levels.Concat(Columns.Levels).Select(one => $"'{one.Name}'"))}."),
        };
    }
}
