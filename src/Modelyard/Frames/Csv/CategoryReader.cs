using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of texts as codes of the chunk's different texts.</summary>
internal sealed class CategoryReader(ColumnPlan plan, MissingTokens tokens, bool keepQuotedTokens) : ValueReader<int>(plan, tokens)
{
    private readonly List<int> _tokenOfCode = [];
    private readonly Dictionary<int, int> _quotedTokens = [];

    /// <summary>Gets the different texts of the chunk; some of them may be missing tokens, which no value names.</summary>
    public LevelTable Levels { get; } = new();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TryRead(in ChunkRows chunk)
    {
        int[] values = Reserve(chunk.Rows);
        Levels.Clear();
        _tokenOfCode.Clear();
        _quotedTokens.Clear();
        ref byte origin = ref MemoryMarshal.GetArrayDataReference(chunk.Buffer);
        ref int ends = ref chunk.FirstEnd(Plan.Position);
        for (int row = 0; row < chunk.Rows; row++)
        {
            int start = ends + 1;
            int length = Unsafe.Add(ref ends, 1) - start;
            ends = ref Unsafe.Add(ref ends, chunk.Stride);
            bool isQuoted = length > 1 && chunk.Dialect.IsQuote(Unsafe.Add(ref origin, start));
            ReadOnlySpan<byte> content = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref origin, start), length);
            if (isQuoted)
            {
                content = Content(chunk, content);
            }

            int code = Levels.Intern(ref MemoryMarshal.GetReference(content), content.Length);
            if (code >= _tokenOfCode.Count)
            {
                _tokenOfCode.Add(Tokens.Find(CellSyntax.Trim(content)));
            }

            int token = CollectionsMarshal.AsSpan(_tokenOfCode)[code];
            if (token >= 0)
            {
                code = SettleToken(row, code, token, isQuoted && keepQuotedTokens);
            }

            values[row] = code;
        }

        return true;
    }

    private int SettleToken(int row, int code, int token, bool isText)
    {
        if (!isText)
        {
            TokenCounts[token]++;
            MarkMissing(row);
            return CategoryColumn.Missing;
        }

        if (!_quotedTokens.TryGetValue(code, out int own))
        {
            own = Levels.AddUnfound(Levels[code].ToArray());
            _tokenOfCode.Add(-1);
            _quotedTokens[code] = own;
        }

        return own;
    }
}
