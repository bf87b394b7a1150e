namespace Modelyard.Inference;

/// <summary>Represents a column of a table as it takes part in a term.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Levels">The levels of a category, the reference first; none of a number.</param>
/// <param name="Power">The power that a number is taken to.</param>
internal sealed record CodedColumn(string Name, IReadOnlyList<string> Levels, int Power = 1)
{
    internal bool IsCategory => Levels.Count > 0;

    /// <summary>Gets a value indicating whether it is true or false: 1 or 0, and a category of these two where levels are compared with their mean.</summary>
    internal bool IsBoolean { get; init; }

    /// <summary>Gets a value indicating whether all levels have a column, the reference too.</summary>
    internal bool IsFull { get; init; }

    /// <summary>Gets the number of columns that it becomes.</summary>
    internal int Count => IsCategory ? Levels.Count - First : 1;

    /// <summary>Gets the first level that has a column.</summary>
    internal int First => IsFull ? 0 : 1;

    /// <summary>Gets the name of the column that it becomes, or of one of those.</summary>
    internal string ColumnName(int place, bool isAlone) => IsCategory ? $"{TermName.Of(Name, 1, isAlone)}[{Levels[First + place]}]" : TermName.Of(Name, Power, isAlone);
}
