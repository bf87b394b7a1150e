using Modelyard.Frames;

namespace Modelyard.Data.Databases;

/// <summary>Brings rows into a table of MariaDB or MySQL by one prepared statement, in its binary form.</summary>
/// <remarks>
/// MariaDB is sent the columns as arrays, some thousands of rows at a time. MySQL does not know arrays and is sent the same arrays row by row. LOAD DATA would be as fast, but of a row that it
/// cannot take it only warns when it is sent from here.
/// </remarks>
internal sealed class MariaDbLoader(MariaDbConnection connection, MariaDbStatement statement, LoadPlan plan, bool sendsArrays) : TableLoader(plan, connection.Name)
{
    /// <summary>The bytes of texts in a batch, far below what a server takes in one packet (16 MB).</summary>
    private const int BatchBytes = 1 << 20;

    public override void Dispose() => statement.Dispose();

    protected override void Check(Column column, ColumnDefinition target)
    {
        int row = column is DoubleColumn doubles ? FirstRow(column, row => double.IsInfinity(doubles.Values[row]) && !column.IsMissing(row)) : -1;
        if (row >= 0)
        {
            throw Fault(column, row, "is infinite, and MySQL and MariaDB have no infinity. Make it a missing cell or a number");
        }
    }

    protected override void Load(Column[] columns, int rows, CancellationToken cancellation)
    {
        for (int first = 0; first < rows;)
        {
            cancellation.ThrowIfCancellationRequested();
            int end = EndOfBatch(columns, first, Math.Min(rows, first + Stride));
            Send(columns, first, end);
            first = end;
        }
    }

    private static int EndOfBatch(Column[] columns, int first, int end)
    {
        TextColumn[] texts = [.. columns.OfType<TextColumn>()];
        long bytes = 0;
        for (int row = first; row < end && texts.Length > 0; row++)
        {
            foreach (TextColumn text in texts)
            {
                bytes += text.Utf8(row).Length;
            }

            if (bytes > BatchBytes)
            {
                return row + 1;
            }
        }

        return end;
    }

    private void Send(Column[] columns, int first, int end)
    {
        var arrays = new MariaDbArray[columns.Length];
        try
        {
            for (int i = 0; i < columns.Length; i++)
            {
                arrays[i] = new MariaDbArray(columns[i], first, end - first);
            }

            if (sendsArrays)
            {
                statement.SetArraySize((uint)(end - first));
                statement.BindParameters(Array.ConvertAll(arrays, array => array.Whole));
                statement.Execute();
                return;
            }

            for (int row = 0; row < end - first; row++)
            {
                statement.BindParameters(Array.ConvertAll(arrays, array => array.At(row)));
                statement.Execute();
            }
        }
        catch (DatabaseException fault) when (fault.Code is not ['2', _, _, _])
        {
            throw new DatabaseException($"{fault.Message} This is one of the rows {Rows + first + 1} to {Rows + end} of what goes into '{Plan.Title}'. Nothing was written.", fault.Code, fault);
        }
        finally
        {
            foreach (MariaDbArray? array in arrays)
            {
                array?.Dispose();
            }
        }
    }
}
