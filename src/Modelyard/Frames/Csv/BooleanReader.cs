namespace Modelyard.Frames.Csv;

/// <summary>Reads a column of booleans. If the kind was given and not guessed, 0 and 1 count too.</summary>
internal sealed class BooleanReader(ColumnPlan plan, MissingTokens tokens) : ValueReader<bool>(plan, tokens)
{
    protected override bool TryRead(in ChunkRows chunk)
    {
        bool[] values = Reserve(chunk.Rows);
        for (int row = 0; row < chunk.Rows; row++)
        {
            values[row] = false;
            if (!TryGetPresent(chunk, row, out ReadOnlySpan<byte> content))
            {
                continue;
            }

            if (CellSyntax.TryReadBoolean(content, out bool value))
            {
                Evidence |= CellEvidence.Boolean;
                values[row] = value;
            }
            else if (Plan.IsForced && content.Length == 1 && content[0] is (byte)'0' or (byte)'1')
            {
                values[row] = content[0] == (byte)'1';
            }
            else if (!Reject(chunk, row, content))
            {
                return false;
            }
        }

        return true;
    }
}
