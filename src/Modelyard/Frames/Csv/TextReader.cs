namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of texts, one after the other.</summary>
internal sealed class TextReader(ColumnPlan plan, MissingTokens tokens, bool keepQuotedTokens) : CellReader(plan, tokens)
{
    /// <summary>Gets the texts of the chunk, one after the other.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Gets the index after each text.</summary>
    public int[] Ends { get; private set; } = [];

    /// <summary>Gets the number of bytes of all texts.</summary>
    public int Length { get; private set; }

    public override void Dispose()
    {
        Bytes = [];
        Ends = [];
    }

    protected override bool TryRead(in ChunkRows chunk)
    {
        Length = 0;
        if (Ends.Length < chunk.Rows)
        {
            Ends = new int[chunk.Rows + (chunk.Rows >> 2)];
        }

        for (int row = 0; row < chunk.Rows; row++)
        {
            ReadOnlySpan<byte> raw = chunk.Raw(row, Plan.Position);
            ReadOnlySpan<byte> content = Content(chunk, raw);
            bool isText = keepQuotedTokens && raw.Length > 1 && chunk.Dialect.IsQuote(raw[0]);
            int token = isText ? -1 : Tokens.Find(CellSyntax.Trim(content));
            if (token >= 0)
            {
                TokenCounts[token]++;
                MarkMissing(row);
            }
            else
            {
                if (Bytes.Length < Length + content.Length)
                {
                    byte[] grown = new byte[Math.Max(2 * Bytes.Length, Length + content.Length)];
                    Bytes.AsSpan(0, Length).CopyTo(grown);
                    Bytes = grown;
                }

                content.CopyTo(Bytes.AsSpan(Length));
                Length += content.Length;
            }

            Ends[row] = Length;
        }

        return true;
    }
}
