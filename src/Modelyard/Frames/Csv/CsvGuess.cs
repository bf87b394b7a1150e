namespace Modelyard.Frames.Csv;

/// <summary>Guesses the kinds of columns from rows at a few places of a file, so that most files need to be read only once.</summary>
internal static class CsvGuess
{
    private const int Places = 4;
    private const int PlaceLength = 16 * 1024;

    /// <summary>Guesses kinds.</summary>
    /// <param name="source">The file.</param>
    /// <param name="layout">What its head tells.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="tokens">The texts that stand for missing cells.</param>
    /// <param name="positions">The numbers of the fields that are asked for.</param>
    /// <returns>One kind a field asked for; what the whole file holds may refute it.</returns>
    public static ColumnKind[] Kinds(
        ByteSource source, CsvLayout layout, CsvReadOptions options, MissingTokens tokens, IReadOnlyList<int> positions)
    {
        var evidence = new CellEvidence[positions.Count];
        var present = new int[positions.Count];
        LevelTable[] levels = [.. positions.Select(_ => new LevelTable())];
        using var pass = new CsvPass(source, layout, [], options, tokens);
        using var chunk = new Chunk(pass);
        long length = source.Length - layout.FirstRow;
        for (int place = 0; place < Places; place++)
        {
            long begin = layout.FirstRow + (length / Places * place);
            long stop = Math.Min(source.Length, begin + PlaceLength);
            if (begin < stop)
            {
                chunk.Read(0, begin, stop, isRow: place == 0);
                Look(chunk.View(), tokens, positions, evidence, present, levels);
            }
        }

        var kinds = new ColumnKind[positions.Count];
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = CellSyntax.Decide(evidence[i]);
            if (kinds[i] == ColumnKind.Category && !TextRule.IsCategory(levels[i].Count, present[i]))
            {
                kinds[i] = ColumnKind.Text;
            }
        }

        return kinds;
    }

    private static void Look(
        in ChunkRows rows, MissingTokens tokens, IReadOnlyList<int> positions, CellEvidence[] evidence, int[] present, LevelTable[] levels)
    {
        byte[] scratch = [];
        byte[] padded = [];
        for (int i = 0; i < positions.Count; i++)
        {
            for (int row = 0; row < rows.Rows; row++)
            {
                ReadOnlySpan<byte> content = CellSyntax.Trim(rows.Content(rows.Raw(row, positions[i]), ref scratch));
                if (tokens.Find(content) >= 0)
                {
                    continue;
                }

                present[i]++;
                if (CellSyntax.Decide(evidence[i]) != ColumnKind.Category)
                {
                    evidence[i] |= CellSyntax.Classify(content);
                }

                if (padded.Length < content.Length + 8)
                {
                    padded = new byte[(content.Length + 8) * 2];
                }

                content.CopyTo(padded);
                levels[i].Intern(ref padded[0], content.Length);
            }
        }
    }
}
