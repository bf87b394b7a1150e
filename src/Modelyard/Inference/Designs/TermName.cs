namespace Modelyard.Inference;

/// <summary>Writes the names of terms so that they can be read again.</summary>
internal static class TermName
{
    /// <summary>The signs that part the columns of a term, and those that may stand around a name.</summary>
    internal const string Signs = ":*^`";

    /// <summary>Writes a column as a part of a term.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="power">The power that it is taken to.</param>
    /// <param name="isAlone">Whether nothing else is in the term, which is then named as the column is.</param>
    internal static string Of(string column, int power, bool isAlone)
    {
        string name = (isAlone && power == 1) || column.AsSpan().IndexOfAny(Signs) < 0 ? column : $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";
        return power == 1 ? name : $"{name}^{power}";
    }
}
