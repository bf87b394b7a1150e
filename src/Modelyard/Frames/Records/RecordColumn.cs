using System.ComponentModel;

namespace Modelyard.Frames.Records;

/// <summary>Represents how a member of a record is bound to a column. Generated code makes it.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Kind">The kind of the column.</param>
/// <param name="Member">The member with its type, such as <c>Flight.Delay</c>.</param>
/// <param name="Type">The type of the member, such as <c>int?</c>.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record RecordColumn(string Name, ColumnKind Kind, string Member, string Type)
{
    /// <summary>Gets a value indicating whether the member may be null.</summary>
    public bool Nullable { get; init; }

    /// <summary>Gets a value indicating whether a table may lack the column.</summary>
    public bool Optional { get; init; }

    /// <summary>Gets a value indicating whether a missing cell is NaN.</summary>
    public bool MissingIsNaN { get; init; }

    /// <summary>Gets a value indicating whether the member has a value for a missing cell.</summary>
    internal bool TakesMissing => Nullable || MissingIsNaN;

    /// <summary>Gets the member for a sentence.</summary>
    internal string Subject => $"the member '{Member}' of the type '{Type}'";
}
