namespace Modelyard.Data.Databases;

/// <summary>Represents a query in the words of a database, and the values of its parameters.</summary>
/// <param name="Text">One statement that gives rows. The placeholders of parameters are the database's own: <c>?</c> in SQLite, MySQL and MariaDB, <c>$1</c>, <c>$2</c> in PostgreSQL.</param>
/// <param name="Parameters">The values, in order: null, booleans, integers, doubles, texts and <see cref="DateTime"/>, of which the UTC ones are taken as such and the others as having no zone.</param>
public sealed record SqlQuery(string Text, params IReadOnlyList<object?> Parameters)
{
    /// <summary>Takes a text for a query without parameters.</summary>
    /// <param name="text">The statement.</param>
    public static implicit operator SqlQuery(string text) => new(text, []);

    /// <summary>Takes a text for a query without parameters.</summary>
    /// <param name="text">The statement.</param>
    /// <returns>The query.</returns>
    public static SqlQuery FromString(string text) => new(text, []);

    /// <summary>Brings the values of the parameters to the five types that the databases are given.</summary>
    /// <returns>Null, <see cref="bool"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or <see cref="DateTime"/>.</returns>
    internal object?[] Values() => [.. Parameters.Select((value, i) => value switch
    {
        null or bool or long or double or string or DateTime => value,
        byte or sbyte or short or ushort or int or uint => Convert.ToInt64(value),
        float single => (double)single,
        DateTimeOffset time => time.UtcDateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => throw new DatabaseException($"The parameter '{i + 1}' is a '{value.GetType().Name}' and must be null, a boolean, an integer, a double, a text or a time."),
    })];
}
