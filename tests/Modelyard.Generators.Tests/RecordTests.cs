using System.Text;
using Modelyard.Frames;
using Modelyard.Frames.Validation;
using Modelyard.Generators.Tests.Records;

namespace Modelyard.Generators.Tests;

public sealed class RecordTests
{
    private static readonly Everything[] Rows = [Row(1), Row(2), Row(3)];

    [Fact]
    public void Records_of_every_type_come_back_as_they_went() => Assert.Equal(Rows, Frame.From(Rows).As<Everything>());

    [Fact]
    public void Each_type_has_its_kind_and_each_column_its_name()
    {
        Frame table = Frame.From<Everything>(Rows);
        Assert.Equal(
            [
                ("Flag", ColumnKind.Boolean), ("byte", ColumnKind.Integer), ("SByte", ColumnKind.Integer), ("Short", ColumnKind.Integer), ("UShort", ColumnKind.Integer), ("Int", ColumnKind.Integer),
                ("UInt", ColumnKind.Integer), ("Long", ColumnKind.Integer), ("ULong", ColumnKind.Integer), ("Float", ColumnKind.Double), ("Double", ColumnKind.Double), ("Text", ColumnKind.Text),
                ("Colour", ColumnKind.Category), ("Days", ColumnKind.Integer), ("Time", ColumnKind.Timestamp), ("Offset", ColumnKind.Timestamp), ("Date", ColumnKind.Timestamp), ("Id", ColumnKind.Text),
                ("Price", ColumnKind.Double), ("exact", ColumnKind.Text), ("Length", ColumnKind.Double), ("Pause", ColumnKind.Integer), ("City", ColumnKind.Category), ("colour number", ColumnKind.Integer),
            ],
            table.Columns.Select(column => (column.Name, column.Kind)));
        Assert.Equal(
            "true 251 -2 -3 65532 -5 4294967290 -7 9223372036854775800 0.5 0.25 näïve 1 Red 3 2026-01-02T03:04:05.0000001Z 2026-01-02T01:04:05Z 2026-01-02 00000001-0002-0003-0405-060708090a0b 12.5 0.1000000000000000000000000001 90 5 Ulm 3",
            string.Join(' ', table.Columns.Select(column => column.FormatCell(0))));
    }

    [Fact]
    public void Values_of_an_enumeration_are_levels_in_their_order_used_or_not()
    {
        var column = (CategoryColumn)Frame.From<Everything>(Rows)["Colour"];
        Assert.Equal(["deep green", "Red", "Blue"], column.Levels);
        Assert.True(column.IsOrdered);
    }

    [Fact]
    public void Another_name_of_the_same_value_is_read() =>
        Assert.Equal([Colour.Blue, Colour.Green], Frame.From<Gaps>([default, default]).With(new TextColumn("Colour", ["Azure", "deep green"])).As<Gaps>().Select(row => row.Colour!.Value));

    [Fact]
    public void Null_becomes_a_missing_cell_and_back()
    {
        Gaps full = new()
        {
            Flag = true, Byte = 1, ULong = 2, Int = 3, Float = 4, Double = 5, Price = 6, Exact = 7.00m, Text = "", City = "Ulm", Colour = Colour.Red, Days = Days.Sunday, Time = new DateTime(2026, 1, 2, 3, 4, 5),
            Offset = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), Date = new DateOnly(2026, 1, 2), Pause = TimeSpan.FromTicks(1), Length = TimeSpan.FromMilliseconds(1.5), Id = Guid.AllBitsSet,
        };
        Gaps[] rows = [default, full, default];
        Frame table = Frame.From(rows);
        Assert.All(table.Columns, column => Assert.Equal((true, false, true), (column.IsMissing(0), column.IsMissing(1), column.IsMissing(2))));
        Assert.Equal(rows, table.As<Gaps>());
    }

    [Fact]
    public void No_row_is_a_table_too()
    {
        Frame table = Frame.From<Everything>([]);
        Assert.Equal((0, 24), (table.RowCount, table.Columns.Count));
        Assert.Empty(table.As<Everything>());
    }

    [Fact]
    public void Lists_arrays_and_sequences_give_the_same()
    {
        string shown = Frame.From(Rows).ToString();
        Assert.Equal(shown, Frame.From(Rows.ToList()).ToString());
        Assert.Equal(shown, Frame.From(Rows.Select(row => row)).ToString());
    }

    [Fact]
    public void Classes_structures_inherited_members_and_words_of_the_language_are_bound()
    {
        Shop.PricedItem[] items = [new(1, "a") { Field = 2, @class = "x", Price = 1.5, Note = "n" }, new(2, null) { Price = double.NaN }];
        Frame table = Frame.From(items);
        Assert.Equal(["Number", "Name", "class", "Field", "Price", "Note"], table.Columns.Select(column => column.Name));
        Assert.Equal(
            items.Select(item => (item.Number, item.Name, item.@class, item.Field, item.Price, item.Note)),
            table.As<Shop.PricedItem>().Select(item => (item.Number, item.Name, item.@class, item.Field, item.Price, item.Note)));
        Assert.Equal([null, null], table.Drop("Note").As<Shop.PricedItem>().Select(item => item.Note));
        Assert.Equal([(1, 2), (3, 4)], Frame.From<Shop.Point>([new(1, 2), new(3, 4)]).As<Shop.Point>().Select(point => ((int)point.X, (int)point.Y)));
    }

    [Fact]
    public void A_stream_is_read_and_made_chunk_by_chunk()
    {
        Everything[] rows = [.. Enumerable.Range(0, 10).Select(Row)];
        IFrameChunks chunks = rows.ToFrameChunks(4);
        Assert.Equal([4, 4, 2], chunks.Select(chunk => chunk.RowCount));
        Assert.Equal(chunks.First().Columns.Select(column => KeyValuePair.Create(column.Name, column.Kind)), chunks.Kinds);
        Assert.Equal(rows, chunks.As<Everything>());
        Assert.Equal(rows, chunks.As<Everything>());
    }

    [Fact]
    public void What_does_not_fit_is_told_together()
    {
        Frame table = Frame.Of(
            new IntegerColumn("Number", [1, 0, 3_000_000_000], new Validity([true, false, true])),
            new DoubleColumn("Nmae", [1, 2, 3]),
            new TextColumn("class", ["x", null, "z"]),
            new DoubleColumn("Field", [1, 2, 3]));
        FrameRecordException fault = Assert.Throws<FrameRecordException>(table.As<Shop.Item>);
        Assert.Equal(5, fault.FailureCount);
        Assert.Equal(
            """
            The table does not fit the record 'Item': 5 failures.
              data row 2, column Number: The cell is missing, and the member 'Item.Number' of the type 'int' cannot be; make it 'int?', or fill or drop the cell. [missing]
              data row 3, column Number: The value is '3000000000' and must be '2147483647' or less for the member 'Item.Number' of the type 'int'. [range.maximum]
              column Name: The column 'Name' is not in the table, and the member 'Item.Name' of the type 'string?' needs it. The nearest is 'Nmae'. [column.absent]
              data row 2, column class: The cell is missing, and the member 'Item.class' of the type 'string' cannot be; make it 'string?', or fill or drop the cell. [missing]
              column Field: The column 'Field' is of the kind 'double' and must be of the kind 'integer' for the member 'Item.Field' of the type 'int'. [kind]
            """,
            fault.Message);
    }

    [Theory]
    [InlineData("Date", "2026-01-02T03:00:00", ValidationCodes.KindLossy)]
    [InlineData("Id", "no id", ValidationCodes.KindFormat)]
    [InlineData("exact", "1,5", ValidationCodes.KindFormat)]
    [InlineData("Colour", "red", ValidationCodes.Set)]
    [InlineData("Price", "1e30", ValidationCodes.RangeMaximum)]
    [InlineData("Length", "-1e30", ValidationCodes.RangeMinimum)]
    [InlineData("Float", "1e300", ValidationCodes.RangeMaximum)]
    [InlineData("byte", "-1", ValidationCodes.RangeMinimum)]
    [InlineData("Double", "9007199254740993", ValidationCodes.KindLossy)]
    public void A_value_that_its_member_cannot_hold_is_told_with_its_row(string column, string cell, string code)
    {
        Frame table = Frame.From(Rows);
        Frame cells = CsvReader.Read(Encoding.UTF8.GetBytes($"x\n\"{cell}\"\n"), new CsvReadOptions { Kinds = new Dictionary<string, ColumnKind> { ["x"] = KindOf(table[column].Kind, cell) } }).Frame;
        Frame broken = table.Take([0, 1]).Drop(column).With(cells["x"].Take([0, 0]).Rename(column));
        FrameRecordException fault = Assert.Throws<FrameRecordException>(broken.As<Everything>);
        Assert.Equal([(code, 1L, column), (code, 2L, column)], fault.Failures.Select(failure => (failure.Code, failure.Row, failure.Column!)));
    }

    [Fact]
    public void All_failures_are_counted_and_the_first_listed()
    {
        Frame table = Frame.From<Shop.Point>([.. Enumerable.Repeat(new Shop.Point(double.NaN, 1), 1000)]);
        FrameRecordException fault = Assert.Throws<FrameRecordException>(table.As<Shop.Point>);
        Assert.Equal((1000, 10), (fault.FailureCount, fault.Failures.Count));
        Assert.EndsWith("and 990 more", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void In_a_stream_rows_are_counted_over_the_whole()
    {
        IFrameChunks chunks = Enumerable.Range(0, 10).Select(row => new Shop.Point(row == 7 ? double.NaN : row, row)).ToFrameChunks(3);
        FrameRecordException fault = Assert.Throws<FrameRecordException>(() => chunks.As<Shop.Point>().Count());
        Assert.Equal(8, Assert.Single(fault.Failures).Row);
    }

    [Fact]
    public void A_record_that_no_cell_can_hold_is_told_with_its_row()
    {
        Gaps[] rows =
        [
            new() { ULong = ulong.MaxValue, Colour = (Colour)9, Time = DateTime.UnixEpoch },
            new() { ULong = long.MaxValue, Colour = Colour.Azure, Time = DateTime.SpecifyKind(DateTime.UnixEpoch, DateTimeKind.Unspecified) },
        ];
        FrameRecordException fault = Assert.Throws<FrameRecordException>(() => Frame.From(rows));
        Assert.Equal(
            [(ValidationCodes.RangeMaximum, 1L, "ULong"), (ValidationCodes.Set, 1L, "Colour"), (ValidationCodes.Kind, 2L, "Time")],
            fault.Failures.Select(failure => (failure.Code, failure.Row, failure.Column!)));
        Assert.Contains("data row '2' is null", Assert.Throws<ArgumentException>(() => Frame.From<Shop.Item>([new(1, ""), null!])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_stand_for_doubles_texts_for_categories_and_empty_columns_for_any()
    {
        Frame table = Frame.Of(new IntegerColumn("X", [1, 2]), new DoubleColumn("Y", [3, 4]));
        Assert.Equal([1, 2], table.As<Shop.Point>().Select(point => point.X));
        Frame gaps = Frame.From<Gaps>([default, default]).With(new DoubleColumn("Date", [double.NaN, double.NaN])).With(CategoryColumn.From("Text", ["a", "b"])).With(new TextColumn("City", ["c", null]));
        Assert.Equal([("a", "c", null), ("b", null, null)], gaps.As<Gaps>().Select(row => (row.Text, row.City, row.Date)));
    }

    [Fact]
    public void Raw_columns_are_spans()
    {
        Frame table = Frame.From(Rows);
        Assert.Equal([-5L, -5, -5], table.Values<long>("Int").ToArray());
        Assert.Equal([0.25, 0.5, 0.75], table.Values<double>("Double").ToArray());
        Assert.Equal([true, false, true], table.Values<bool>("Flag").ToArray());
        Assert.Equal(new DateTime(2026, 1, 2).Ticks, table.Values<long>("Date")[0]);
        Assert.Equal([1, 1, 1], table.Values<int>("Colour").ToArray());
        Assert.Equal("The column 'Int' is of the kind 'integer' and is read as 'UInt64'; its cells are stored as 'Int64'.", Assert.Throws<ModelyardException>(() => table.Values<ulong>("Int").Length).Message);
        Assert.Contains("no fixed size", Assert.Throws<ModelyardException>(() => table.Values<int>("Text").Length).Message, StringComparison.Ordinal);
    }

    private static ColumnKind KindOf(ColumnKind kind, string cell) => kind == ColumnKind.Double && long.TryParse(cell, out _) ? ColumnKind.Integer : kind;

    private static Everything Row(int number) => new(
        number % 2 == 1, 251, -2, -3, 65532, -5, 4294967290, -7, 9223372036854775800, 0.5f * number, 0.25 * number, $"näïve {number}", Colour.Red, Days.Saturday | Days.Sunday,
        new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(number), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)), new DateOnly(2026, 1, 2), new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11))
    {
        Price = 12.5m,
        Exact = 0.1000000000000000000000000001m,
        Length = TimeSpan.FromSeconds(90),
        Pause = TimeSpan.FromTicks(5),
        City = number < 3 ? "Ulm" : "Aachen",
        ColourNumber = Colour.Red,
    };
}
