using System.Text;

namespace Modelyard.Frames.Csv;

/// <summary>Represents the texts that stand for a missing cell.</summary>
internal sealed class MissingTokens
{
    private readonly byte[][] _tokens;
    private readonly int _longest;
    private readonly bool[] _firsts = new bool[256];

    /// <summary>Initializes the tokens.</summary>
    public MissingTokens(IEnumerable<string> tokens)
    {
        Texts = [.. tokens.Select(token => token.Trim(' ', '\t')).Distinct(StringComparer.Ordinal)];
        _tokens = [.. Texts.Select(Encoding.UTF8.GetBytes)];
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
}
