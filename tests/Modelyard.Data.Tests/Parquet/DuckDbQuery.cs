using System.Text;
using Modelyard.Data.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Asks DuckDB about a file: what it reads there does not depend on what this library reads.</summary>
internal static unsafe class DuckDbQuery
{
    /// <summary>Gets the rows of a query as texts, null where missing.</summary>
    /// <param name="path">The path of the file, which stands for FILE in the query.</param>
    /// <param name="sql">The query.</param>
    public static List<string?[]> Rows(string path, string sql)
    {
        using var session = new DuckDbSession(path, new ParquetLimits(1, null));
        using DuckDbResult result = session.Query($"SELECT COLUMNS(*)::VARCHAR FROM ({sql.Replace("FILE", DuckDbSession.Literal(session.File), StringComparison.Ordinal)})");
        var rows = new List<string?[]>();
        while (result.Fetch() is nint chunk && chunk != 0)
        {
            for (int row = 0; row < (int)session.Api.ChunkSize(chunk); row++)
            {
                string?[] cells = new string?[result.ColumnCount];
                for (int column = 0; column < cells.Length; column++)
                {
                    cells[column] = Cell(session.Api, session.Api.ChunkVector(chunk, (ulong)column), row);
                }

                rows.Add(cells);
            }

            nint given = chunk;
            session.Api.DestroyChunk(&given);
        }

        return rows;
    }

    /// <summary>Gets the rows of a query as a text, a line each.</summary>
    public static string Text(string path, string sql) => string.Join('\n', Rows(path, sql).Select(row => string.Join(' ', row.Select(cell => cell ?? "-"))));

    /// <summary>Reads a file by DuckDB; the columns of texts are of the kinds that the table has.</summary>
    public static Frame Read(string path, Frame like, params ColumnCondition[] conditions)
    {
        var kinds = like.Columns.Where(column => !column.IsNumeric).ToDictionary(column => column.Name, column => column.Kind);
        using var scan = new ParquetScan(path, new ParquetReadOptions { Kinds = kinds, Conditions = conditions });
        return scan.Read(scan.Fields, kinds, rows: null).Single();
    }

    private static string? Cell(DuckDbApi api, nint vector, int row)
    {
        ulong* present = api.VectorValidity(vector);
        return present is not null && ((present[row >> 6] >> (row & 63)) & 1) == 0
            ? null
            : Encoding.UTF8.GetString(DuckDbText.Bytes((DuckDbText*)api.VectorData(vector) + row));
    }
}
