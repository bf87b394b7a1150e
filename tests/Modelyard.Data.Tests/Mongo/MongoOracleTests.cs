using System.Text.Json;
using Modelyard.Data.Mongo;
using Modelyard.Data.Tests.Parquet;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Mongo;

/// <summary>Reads what pymongo's bson wrote (tests/Oracles/mongo.py).</summary>
public sealed class MongoOracleTests
{
    private static readonly JsonElement Oracle = JsonDocument.Parse(File.ReadAllText(Path.Combine(CheckedOut.Root, "tests", "Oracles", "mongo.json"))).RootElement;

    private static readonly Dictionary<string, ColumnKind> Kinds = new()
    {
        ["int"] = ColumnKind.Integer, ["long"] = ColumnKind.Integer, ["double"] = ColumnKind.Double, ["whole"] = ColumnKind.Double, ["flag"] = ColumnKind.Boolean, ["none"] = ColumnKind.Double,
        ["date"] = ColumnKind.Timestamp, ["old"] = ColumnKind.Timestamp, ["decimal"] = ColumnKind.Double, ["nested.at.x"] = ColumnKind.Double, ["nested.at.y"] = ColumnKind.Integer, ["nested.zip"] = ColumnKind.Integer,
    };

    [Theory]
    [InlineData("t.bson", TableFormat.Bson)]
    [InlineData("t.bson.gz", TableFormat.Bson)]
    [InlineData("canonical", TableFormat.ExtendedJson)]
    [InlineData("relaxed", TableFormat.ExtendedJson)]
    [InlineData("legacy", TableFormat.ExtendedJson)]
    public void Documents_become_the_same_table_in_every_encoding(string name, TableFormat format)
    {
        using var folder = new ScratchFolder();
        byte[] bytes = format == TableFormat.Bson ? Bson : System.Text.Encoding.UTF8.GetBytes(Oracle.GetProperty("json").GetProperty(name).GetString()!);
        Write(folder[name], bytes);
        foreach (int length in new[] { 1, 1 << 20 })
        {
            var options = new TableReadOptions { Format = format, Json = new JsonReadOptions { PartLength = length } };
            Check(TableFiles.Read(folder[name], options).Frame, format);
            Frame[] chunks = [.. TableFiles.ReadChunks(folder[name], options, 10)];
            Check(Assert.Single(chunks), format);
            Assert.Equal(3, TableFiles.ReadChunks(folder[name], options, 1).Count());
        }
    }

    [Fact]
    public void Decimals_are_written_as_pymongo_writes_them()
    {
        foreach (JsonProperty one in Oracle.GetProperty("decimals").EnumerateObject())
        {
            byte[] bytes = Convert.FromBase64String(one.Name);
            Assert.Equal(one.Value.GetString(), Decimal128.Format(new UInt128(BitConverter.ToUInt64(bytes, 8), BitConverter.ToUInt64(bytes))));
        }
    }

    [Theory]
    [InlineData("0.1", true)]
    [InlineData("-1E+3", true)]
    [InlineData("123456789012345", true)]
    [InlineData("1234567890123456", false)]
    [InlineData("0.1000000000000000000001", false)]
    [InlineData("1E+400", false)]
    [InlineData("1E-400", false)]
    [InlineData("0.00", true)]
    public void A_decimal_is_a_double_only_if_its_digits_come_back(string text, bool expected) => Assert.Equal(expected, Decimal128.IsDouble(text));

    [Fact]
    public void Long_decimals_are_texts_with_a_note()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["t.json"], "{\"d\":{\"$numberDecimal\":\"12345678901234567890.5\"}}\n{\"d\":{\"$numberDecimal\":\"0.5\"}}\n");
        JsonReadResult result = ExtendedJsonReader.Read(folder["t.json"]);
        Assert.Equal("12345678901234567890.5|0.5", Tables.Cells(result.Frame, "d"));
        Assert.Single(result.Notes);
    }

    [Theory]
    [InlineData("{\"a\":{\"$date\":\"2019-08-11T17:54:14.692+0200\"}}", "2019-08-11T15:54:14.692Z")]
    [InlineData("{\"a\":{\"$regularExpression\":{\"pattern\":\"x\",\"options\":\"\"}}}", "/x/")]
    [InlineData("{\"a\":{\"$uuid\":\"123e4567-e89b-12d3-a456-426614174000\"}}", "123e4567-e89b-12d3-a456-426614174000")]
    [InlineData("{\"a\":{\"$undefined\":true}}", "-")]
    [InlineData("{\"a\":{\"$code\":\"f()\"}}", "f()")]
    public void Other_wrapped_values_are_unwrapped(string text, string expected)
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["t.json"], text);
        Assert.Equal(expected, Tables.Cells(ExtendedJsonReader.Read(folder["t.json"]).Frame, "a"));
    }

    [Fact]
    public void Objects_that_only_look_wrapped_stay_objects()
    {
        using var folder = new ScratchFolder();
        File.WriteAllText(folder["t.json"], "{\"a\":{\"$ref\":\"x\",\"$id\":{\"$oid\":\"5d505646cf6d4fe581014ab2\"}},\"b\":{\"$date\":\"soon\"},\"c\":{\"$numberLong\":\"much\"}}\n");
        Frame frame = ExtendedJsonReader.Read(folder["t.json"]).Frame;
        Assert.Equal("a.$ref:Text a.$id:Text b.$date:Text c.$numberLong:Text", Tables.Kinds(frame));
        Assert.Equal("a.$ref:Text a.$id.$oid:Text b.$date:Text c.$numberLong:Text", Tables.Kinds(JsonReader.Read(folder["t.json"]).Frame));
    }

    internal static byte[] Bson => Oracle.GetProperty("bson").GetBytesFromBase64();

    private static void Write(string path, byte[] bytes)
    {
        using FileStream file = File.Create(path);
        using Stream to = path.EndsWith(".gz", StringComparison.Ordinal) ? new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest) : file;
        to.Write(bytes);
    }

    private static void Check(Frame frame, TableFormat format)
    {
        JsonElement cells = Oracle.GetProperty("cells");
        Assert.Equal(cells.EnumerateObject().Select(column => column.Name), frame.Columns.Select(column => column.Name));
        foreach (JsonProperty column in cells.EnumerateObject())
        {
            string[] expected = [.. column.Value.EnumerateArray().Select(cell => cell.GetString() ?? "-")];

            // Arrays in extended JSON stay as they were written, so only those of BSON are the oracle's.
            if (format == TableFormat.Bson || column.Name != "list")
            {
                Assert.Equal(string.Join('|', expected), Tables.Cells(frame, column.Name));
            }

            Assert.Equal(Kinds.GetValueOrDefault(column.Name, ColumnKind.Text), frame[column.Name].Kind);
        }
    }
}
