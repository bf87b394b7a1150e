namespace Modelyard.Frames;

/// <summary>Says which column of a table a member of a record is.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class ColumnAttribute : Attribute
{
    /// <summary>Initializes the attribute of a column that has the name of the member.</summary>
    public ColumnAttribute()
    {
    }

    /// <summary>Initializes the attribute of a column of another name.</summary>
    /// <param name="name">The name of the column, not empty.</param>
    public ColumnAttribute(string name) => Name = name;

    /// <summary>Gets the name of the column; null for that of the member.</summary>
    public string? Name { get; }

    /// <summary>Gets or sets the kind of the column, where the type of the member leaves a choice.</summary>
    /// <remarks>
    /// A <see cref="string"/> is a text or a category; an enumeration a category or an integer; a <see cref="decimal"/> must be said to be a double (15 digits)
    /// or a text (all digits), a <see cref="TimeSpan"/> a double (seconds) or an integer (ticks of 100 nanoseconds).
    /// </remarks>
    public ColumnKind Kind { get; set; }

    /// <summary>Gets or sets a value indicating whether a table may lack the column. The member must be nullable and is null then.</summary>
    public bool Optional { get; set; }

    /// <summary>Gets or sets a value indicating whether a missing cell becomes NaN in a member of the type <see cref="double"/> or <see cref="float"/>, instead of being an error.</summary>
    public bool MissingIsNaN { get; set; }
}
