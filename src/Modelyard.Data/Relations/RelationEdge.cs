using Modelyard.Data.Databases;
using Modelyard.Frames;
using Modelyard.Frames.Keys;

namespace Modelyard.Data.Relations;

/// <summary>Represents a step along a reference, from the table that has it to the one it refers to or back.</summary>
/// <param name="From">The table where the step starts.</param>
/// <param name="To">The table where it ends.</param>
/// <param name="Key">The reference.</param>
/// <param name="Child">The table that has the reference.</param>
internal sealed record RelationEdge(string From, string To, ForeignKey Key, string Child)
{
    /// <summary>Gets the columns on the side where the step starts.</summary>
    public IReadOnlyList<string> FromColumns => IsBackwards ? Key.ReferencedColumns : Key.Columns;

    /// <summary>Gets the columns on the side where it ends.</summary>
    public IReadOnlyList<string> ToColumns => IsBackwards ? Key.Columns : Key.ReferencedColumns;

    /// <summary>Gets a value indicating whether the step leads from the table that is referred to, to the rows that do.</summary>
    public bool IsBackwards { get; init; }

    /// <summary>Finds the rows that belong to some rows, each once.</summary>
    public Frame Follow(Frame rows, Frame target)
    {
        var keys = RowKeys.Of([.. FromColumns.Zip(ToColumns, (from, to) => new[] { rows[from], target[to] })], MissingKeys.Dropped);
        bool[] wanted = new bool[keys.Count];
        foreach (int number in keys.Numbers[0])
        {
            if (number >= 0)
            {
                wanted[number] = true;
            }
        }

        return target.Filter(row => keys.Numbers[1][row] is int number && number >= 0 && wanted[number]);
    }

    /// <inheritdoc/>
    public override string ToString() => IsBackwards ? $"<- {To}({string.Join(", ", Key.Columns)})" : $"-({string.Join(", ", Key.Columns)})-> {To}";
}
