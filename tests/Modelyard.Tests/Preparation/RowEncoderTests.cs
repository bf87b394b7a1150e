using System.Text;
using Modelyard.Frames;
using Modelyard.Learning;
using Modelyard.Preparation;

namespace Modelyard.Tests.Preparation;

public sealed class RowEncoderTests
{
    private static readonly RowEncoder Encoder = new(new FeatureSchema(
        new Feature("number"),
        new Feature("flag", FeatureKind.Boolean),
        new Feature("level", FeatureKind.Categorical) { Levels = ["1", "a", "É"] },
        new Feature("when", FeatureKind.Timestamp)));

    [Theory]
    [InlineData(0, " -1.5e3 ", -1500)]
    [InlineData(0, "inf", double.NaN)]
    [InlineData(0, "-Infinity", double.NaN)]
    [InlineData(0, "1e151", double.NaN)]
    [InlineData(0, "-1e150", -1e150)]
    [InlineData(0, "", double.NaN)]
    [InlineData(1, "True", 1)]
    [InlineData(1, "0", 0)]
    [InlineData(2, "É", 2)]
    [InlineData(2, "e", -1)]
    [InlineData(2, "", double.NaN)]
    [InlineData(3, "1970-01-02", 86_400)]
    [InlineData(3, "1970-01-01T00:00:00.5Z", 0.5)]
    [InlineData(3, "1970-01-01T01:00:00+01:00", 0)]
    public void A_text_cell_becomes_the_number_that_the_model_reads(int input, string text, double expected)
    {
        Assert.True(Encoder.TryEncode(input, Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData(0, "unknown", double.NaN)]
    [InlineData(0, "-9", double.NaN)]
    [InlineData(0, " -9\t", double.NaN)]
    [InlineData(0, "-9.0", -9)]
    [InlineData(1, "unknown", double.NaN)]
    [InlineData(2, "unknown", double.NaN)]
    [InlineData(2, "a", 0)]
    [InlineData(2, "NA", -1)]
    [InlineData(2, "", -1)]
    [InlineData(3, "unknown", double.NaN)]
    [InlineData(4, "unknown", double.NaN)]
    [InlineData(4, "NA", 1)]
    public void A_text_that_stands_for_a_missing_cell_is_one_unless_it_is_a_level(int input, string text, double expected)
    {
        var encoder = new RowEncoder(
            new FeatureSchema(
                new Feature("number"),
                new Feature("flag", FeatureKind.Boolean),
                new Feature("level", FeatureKind.Categorical) { Levels = ["a"] },
                new Feature("when", FeatureKind.Timestamp),
                new Feature("words", FeatureKind.Text) { Levels = ["na"] }),
            ["unknown", "-9", "a"]);
        Assert.True(encoder.TryEncode(input, Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void A_number_that_stands_for_a_missing_cell_is_one_as_it_is_written()
    {
        var encoder = new RowEncoder(new FeatureSchema(new Feature("number"), new Feature("level", FeatureKind.Categorical) { Levels = ["-9.0"] }), ["-9", "-9.0"]);
        double[] found = [.. new[] { (0, "-9"), (0, "-9.0"), (0, "-9.00"), (1, "-9"), (1, "-9.0"), (1, "3") }.Select(one =>
        {
            Assert.True(encoder.TryEncode(one.Item1, double.Parse(one.Item2), Encoding.UTF8.GetBytes(one.Item2), out double value));
            return value;
        })];
        Assert.Equal([double.NaN, double.NaN, -9, double.NaN, 0, -1], found);
        Assert.False(new RowEncoder(new FeatureSchema(new Feature("number")), ["NA"]).TryEncode(0, ""u8, out _));
    }

    [Theory]
    [InlineData(0, "twelve")]
    [InlineData(0, "1,5")]
    [InlineData(0, "1 2")]
    [InlineData(1, "maybe")]
    [InlineData(1, "2")]
    [InlineData(3, "2020-13-01")]
    [InlineData(3, "01/02/2020")]
    [InlineData(3, "10:30")]
    [InlineData(3, "May")]
    public void A_text_cell_that_is_none_is_refused(int input, string text) => Assert.False(Encoder.TryEncode(input, Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Texts_of_any_length_and_bytes_that_are_no_text_are_answered()
    {
        byte[] vast = Encoding.UTF8.GetBytes(new string('x', 100_000)), broken = [0xff, 0xfe, 0x80];
        foreach (byte[] text in new[] { vast, broken })
        {
            Assert.False(Encoder.TryEncode(0, text, out _));
            Assert.False(Encoder.TryEncode(1, text, out _));
            Assert.False(Encoder.TryEncode(3, text, out _));
            Assert.True(Encoder.TryEncode(2, text, out double code));
            Assert.Equal(-1, code);
            Assert.Equal(-1, Encoder.IndexOf(text));
        }

        Assert.Equal(2, Encoder.IndexOf("level"u8));
    }

    [Fact]
    public void Numbers_and_truth_values_go_where_they_are_read()
    {
        Assert.True(Encoder.TryEncode(0, double.NegativeInfinity, "-1e999"u8, out double value) && double.IsNaN(value));
        Assert.True(Encoder.TryEncode(2, 1, "1"u8, out value) && value == 0);
        Assert.False(Encoder.TryEncode(1, 2, "2"u8, out _));
        Assert.Equal(1, Encoder.Encode(1, truth: true));
        Assert.Equal(-1, Encoder.Encode(2, truth: true));
    }

    [Fact]
    public void Columns_of_another_kind_are_read_as_their_cells_are_written()
    {
        Frame frame = Frame.Of(
            new TextColumn("number", ["1.5", null]),
            new IntegerColumn("flag", [1, 0]),
            new IntegerColumn("level", [1, 2]),
            new TextColumn("when", ["1970-01-02", null]));
        Assert.Equal([1.5, 1, 0, 86_400, double.NaN, 0, -1, double.NaN], Encoder.Encode(frame).AsSpan().ToArray());
        Assert.Equal([1.0, 0], Encoder.Encode(frame.With(new BooleanColumn("number", [true, false]))).View(0, 2, 0, 1).Copy().AsSpan().ToArray());
    }
}
