using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Represents the texts that stand for a missing cell.</summary>
internal sealed class MissingTokens
{
    private readonly byte[][] _tokens;
    private readonly int _longest;
    private readonly bool[] _firsts = new bool[256];

    /// <summary>Initializes the tokens.</summary>
    /// <exception cref="ArgumentException">They are too many, or one is too long.</exception>
    public MissingTokens(IReadOnlyList<string> tokens)
    {
        if (Fault(tokens) is { } fault)
        {
            throw new ArgumentException(fault, nameof(tokens));
        }

        Texts = [.. tokens.Select(token => token.Trim(' ', '\t')).Distinct(StringComparer.Ordinal)];
        _tokens = [.. Texts.Select(Encoding.UTF8.GetBytes)];
        HaveValues = Array.Exists(_tokens, IsValue);
        _longest = _tokens.Length == 0 ? -1 : _tokens.Max(token => token.Length);
        foreach (byte[] token in _tokens)
        {
            if (token.Length > 0)
            {
                _firsts[token[0]] = true;
            }
        }
    }

    /// <summary>Gets the texts.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Gets a value indicating whether one of them is a number or a date, as '-999' is, so that a cell which can be read as one may still be missing.</summary>
    public bool HaveValues { get; }

    /// <summary>Says what is wrong with tokens; null if nothing is.</summary>
    public static string? Fault(IReadOnlyList<string> tokens) =>
        tokens.Count > CsvReadOptions.MostMissingTokens ? $"The texts that stand for missing cells are '{tokens.Count}' and must be at most {CsvReadOptions.MostMissingTokens}."
        : tokens.FirstOrDefault(token => token.Length > CsvReadOptions.LongestMissingToken) is { } token ? $"A text that stands for missing cells has '{token.Length}' characters and must have at most {CsvReadOptions.LongestMissingToken}."
        : null;

    /// <summary>Finds the token that a cell is.</summary>
    /// <param name="cell">The cell, without spaces around it.</param>
    /// <returns>The number of the token, or -1.</returns>
    public int Find(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > _longest || (cell.Length > 0 && !_firsts[cell[0]]))
        {
            return -1;
        }

        for (int i = 0; i < _tokens.Length; i++)
        {
            if (cell.SequenceEqual(_tokens[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsValue(byte[] token) =>
        (DoubleSyntax.Read(token, out double number) != CellEvidence.None && double.IsFinite(number)) || TimestampSyntax.Read(token, out _) != CellEvidence.None;
}
