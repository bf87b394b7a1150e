using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Says how the cells of a database become those of a frame.</summary>
public sealed record DatabaseReadOptions
{
    /// <summary>Gets the kinds that columns shall have, by name. A cell that is not of the kind is an error; nothing is rounded. Other columns get the kind of their type.</summary>
    public IReadOnlyDictionary<string, ColumnKind> Kinds { get; init; } = new Dictionary<string, ColumnKind>();

    /// <summary>
    /// Gets a value indicating whether decimals of more than 15 digits, or of no stated number, are read as the nearest doubles. Otherwise they are texts, as the database
    /// writes them. Those of up to 15 digits are doubles always, as a double keeps each of them; those without a fraction are integers if 64 bits hold them.
    /// </summary>
    public bool DecimalsAsDoubles { get; init; }

    /// <summary>Gets the greatest number of rows of a chunk.</summary>
    public int ChunkRows { get; init; } = 65_536;
}
