using Modelyard.Data.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Parquet;

/// <summary>Writes files by DuckDB itself, and reads them by it: what our own decoder must give.</summary>
internal static class DuckDbFiles
{
    /// <summary>Writes the rows of a query.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="query">The query.</param>
    /// <param name="options">The options of COPY after the format.</param>
    public static void Make(string path, string query, string options = "")
    {
        using var session = new DuckDbSession(path, new ParquetLimits(1, null));
        session.Run($"COPY ({query}) TO {DuckDbSession.Literal(path)} (FORMAT parquet{(options.Length == 0 ? "" : ", " + options)})");
    }

    /// <summary>Reads a file by DuckDB.</summary>
    public static ParquetReadResult Read(string path, ParquetReadOptions? options = null)
    {
        using var scan = new ParquetScan(path, options ?? new ParquetReadOptions());
        return new ParquetReadResult(scan.ReadWhole(), [.. scan.Notes]);
    }

    /// <summary>Writes a query of every type of cell that our decoder reads.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">What the cells follow from.</param>
    /// <param name="missing">How many of a hundred cells are missing.</param>
    public static string EveryType(int rows, int seed, int missing)
    {
        string R(int of) => $"(hash(i, {seed}, {of}) % 1000003)::BIGINT";
        string H(int of) => $"(hash(i, {seed}, {of}))";
        string Signed(int of) => $"(hash(i, {seed}, {of})::HUGEINT - 9223372036854775808)::BIGINT";
        (string Name, string Cell)[] columns =
        [
            ("ti", $"({R(1)} % 256 - 128)::TINYINT"), ("si", $"({R(2)} % 65536 - 32768)::SMALLINT"), ("ii", $"({R(3)} * 4093 % 4294967296 - 2147483648)::INTEGER"), ("bi", Signed(4)),
            ("ut", $"({R(5)} % 256)::UTINYINT"), ("us", $"({R(6)} % 65536)::USMALLINT"), ("ui", $"({R(7)} * 4093 % 4294967296)::UINTEGER"), ("ub", $"{H(8)}::UBIGINT"), ("uc", $"({R(9)})::UBIGINT"),
            ("few", $"({R(10)} % 7)"), ("row", "i"), ("run", "(i // 500)"), ("one", "(i * 0 + 42)"),
            ("fl", $"({R(11)} / 7)::FLOAT"), ("db", $"CASE {R(12)} % 50 WHEN 0 THEN 'nan' WHEN 1 THEN 'infinity' WHEN 2 THEN '-infinity' WHEN 3 THEN '-0.0' ELSE ({R(12)} / 13)::VARCHAR END::DOUBLE"), ("df", $"({R(13)} % 5 / 3)::DOUBLE"),
            ("bo", $"({R(14)} % 2 = 0)"), ("br", "(i % 1000 < 700)"),
            ("d4", $"({R(15)} % 9999 / 100)::DECIMAL(4,2)"), ("d9", $"({R(16)} - 500000)::DECIMAL(9,0)"), ("dn", $"({R(17)} / 1000003)::DECIMAL(9,9)"), ("d18", $"({R(18)} * 1013 / 1000 - 7000)::DECIMAL(18,3)"),
            ("d15", $"({R(19)} / 100000)::DECIMAL(15,5)"), ("d16", $"({R(20)})::DECIMAL(16,2)"), ("dl", $"({Signed(21)}::DECIMAL(38,0) / 1)::DECIMAL(38,0) * 1000"), ("ds", $"({R(22)})::DECIMAL(38,0)"),
            ("dm", $"({Signed(23)}::DECIMAL(30,0))::DECIMAL(38,10)"), ("dt", $"({R(24)} / 1000003)::DECIMAL(20,20)"),
            ("da", $"(DATE '1600-01-01' + ({R(25)} % 300000)::INTEGER)"), ("ts", $"(TIMESTAMP '1900-01-01' + to_microseconds({R(26)} * 4000037))"), ("tm", $"(TIMESTAMP '1960-01-01' + to_milliseconds({R(27)} * 3001))::TIMESTAMP_MS"),
            ("tn", $"make_timestamp_ns({R(28)} * 1000000100 - 400000000000000)"), ("to", $"make_timestamp_ns({R(29)} * 1000000007 - 400000000000000)"), ("tz", $"(TIMESTAMP '1950-01-01' + to_seconds({R(30)}))::TIMESTAMPTZ"),
            ("ho", $"(TIME '00:00:00' + to_microseconds({R(31)} * 86399))"), ("hz", $"(TIME '00:00:00' + to_seconds({R(32)} % 86400))::TIMETZ"),
            ("id", $"md5({H(33)}::VARCHAR)::UUID"), ("bl", $"unhex(substr(md5({H(34)}::VARCHAR), 1, ({R(34)} % 16)::INTEGER * 2))"),
            ("tx", $"repeat('é', ({R(35)} % 40)::INTEGER) || {R(35)}"), ("ca", $"'level ' || ({R(36)} % 9)"), ("cb", $"CASE WHEN i < 2500 THEN 'z' || ({R(37)} % 5) ELSE 'a' || ({R(37)} % 400) END"),
            ("js", $"('{{\"a\":' || ({R(38)} % 5) || '}}')::JSON"), ("en", $"(['b', 'a', 'c'][({R(39)} % 3 + 1)::INTEGER])::ENUM ('c', 'b', 'a')"), ("no", "NULL::INTEGER"), ("nt", "NULL::VARCHAR"),
        ];
        return $"SELECT {string.Join(", ", columns.Select((column, at) => $"CASE WHEN hash(i, {seed}, {at}, 'missing') % 100 < {missing} THEN NULL ELSE {column.Cell} END AS {column.Name}"))} FROM range({rows}) AS t(i)";
    }
}
