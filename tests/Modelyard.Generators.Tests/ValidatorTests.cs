using System.ComponentModel.DataAnnotations;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Frames;
using Modelyard.Frames.Validation;
using Modelyard.Generators.Tests.Records;
using Order = Modelyard.Generators.Tests.Records.Shop.Order;

namespace Modelyard.Generators.Tests;

public sealed class ValidatorTests
{
    private static readonly Order Good = new() { Customer = "Ann", Pieces = 3, Price = 2.5, Code = "abc", Name = "n", State = "paid", Table = 4, Placed = new DateTime(2026, 3, 1), Colour = Colour.Red, Note = "" };

    private static readonly Order[] Others =
    [
        Good, Good with { Customer = null }, Good with { Customer = "" }, Good with { Customer = "   " }, Good with { Customer = "A" }, Good with { Customer = "Annabel" }, Good with { Pieces = 0 },
        Good with { Pieces = 100 }, Good with { Pieces = 101 }, Good with { Price = 0 }, Good with { Price = double.Epsilon }, Good with { Price = 10.5 }, Good with { Price = 10.6 }, Good with { Code = null },
        Good with { Code = "" }, Good with { Code = "abd" }, Good with { Code = "a\n" }, Good with { Name = "" }, Good with { Name = "abcd" }, Good with { State = null }, Good with { State = "lost" },
        Good with { Table = null }, Good with { Table = 13 }, Good with { Placed = new DateTime(2019, 12, 31) }, Good with { Placed = new DateTime(2029, 12, 31) }, Good with { Placed = new DateTime(2029, 12, 31, 1, 0, 0) },
        Good with { Placed = null }, Good with { Colour = Colour.Green }, Good with { Colour = (Colour)5 }, Good with { Note = null }, Good with { Price = double.NaN },
    ];

    public static TheoryData<int> OtherNumbers => [.. Enumerable.Range(0, Others.Length)];

    [Theory]
    [MemberData(nameof(OtherNumbers))]
    public void A_record_is_valid_exactly_if_the_framework_says_so(int number) => AgreesWithFramework(Others[number]);

    [Fact]
    public void Records_of_any_parts_are_judged_as_the_framework_judges_them()
    {
        Gen<Order> orders =
            from parts in Gen.Elements(Others).ArrayOf(10)
            select new Order
            {
                Customer = parts[0].Customer, Pieces = parts[1].Pieces, Price = parts[2].Price, Code = parts[3].Code, Name = parts[4].Name, State = parts[5].State, Table = parts[6].Table,
                Placed = parts[7].Placed, Colour = parts[8].Colour, Note = parts[9].Note,
            };
        Prop.ForAll(orders.ToArbitrary(), AgreesWithFramework).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_record_fails_as_a_row_of_its_table_does()
    {
        Order[] told = [.. Others.Where(order => Enum.IsDefined(order.Colour))];
        ValidationReport table = Order.Schema.Validate(Frame.From(told), new ValidationOptions { FailuresPerCheck = 1000 });
        Assert.Equal(
            table.Failures.Select(failure => (failure.Row, failure.Code, failure.Column, failure.Message)).Order(),
            told.SelectMany((order, row) => Order.Validate(order).Failures.Select(failure => ((long)row + 1, failure.Code, failure.Column, failure.Message))).Order());
    }

    [Fact]
    public void Each_attribute_has_its_code()
    {
        Order bad = new() { Customer = "", Pieces = 0, Price = 11, Code = "x", Name = "long name", State = "lost", Table = 13, Placed = new DateTime(2031, 1, 1), Colour = (Colour)5, Note = null };
        ValidationReport report = Order.Validate(bad);
        Assert.Equal(
            [
                ("length.minimum", "Customer"), ("range.minimum", "Pieces"), ("range.maximum", "Price"), ("pattern", "Code"), ("length.maximum", "Name"), ("set", "State"), ("rule", null),
                ("range.maximum", "Placed"), ("set", "Colour"), ("missing", "Note"),
            ],
            report.Failures.Select(failure => (failure.Code, failure.Column)).OrderBy(one => one.Column is null ? 6.5 : Array.FindIndex([.. Order.Schema.Columns], column => column.Name == one.Column)));
        Assert.Equal("Table is not denied", Assert.Single(report.Failures, failure => failure.Code == "rule").Rule);
        Assert.Equal("$.Code", Assert.Single(report.Failures, failure => failure.Code == "pattern").Path);
    }

    [Fact]
    public void The_schema_says_what_the_attributes_ask_for()
    {
        ColumnSchema[] columns = [.. Order.Schema.Check().Columns];
        Assert.Equal((false, 2, 5), (columns[0].Nullable, columns[0].MinimumLength, columns[0].MaximumLength));
        Assert.Equal((1L, 100L), (columns[1].Minimum, columns[1].Maximum));
        Assert.Equal((0.0, 10.5, true), (columns[2].ExclusiveMinimum, columns[2].Maximum, columns[2].Minimum.IsMissing));
        Assert.Equal(["open", "paid"], columns[5].Allowed!.Select(value => value.ToString()));
        Assert.Equal(["Red", "Blue"], columns[8].Allowed!.Select(value => value.ToString()));
        Assert.Equal(byte.MaxValue, Everything.Schema.Columns.Single(column => column.Name == "byte").Maximum);
        Assert.False(Shop.PricedItem.Schema.Columns.Single(column => column.Name == "Note").Required);
    }

    [Fact]
    public void A_request_is_checked_by_the_same_contract()
    {
        ValidationReport report = Order.Schema.ValidateJson("""{"Customer": "Ann", "Pieces": 0, "Price": 1.5, "Code": "a", "Name": "n", "State": "open", "Table": 13, "Placed": "2026-01-01", "Colour": "Red", "Note": "x"}"""u8);
        Assert.Equal([ValidationCodes.RangeMinimum, ValidationCodes.Rule], report.Failures.Select(failure => failure.Code));
    }

    [Fact]
    public void A_record_that_holds_is_told_so_without_work()
    {
        Order.Validate(Good);
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool holds = Order.Validate(Good).IsValid;
        Assert.Equal((true, 0L), (holds, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    private static void AgreesWithFramework(Order order)
    {
        // The framework takes a value of an enumeration that has no name, unless another attribute refuses it, as here.
        bool expected = Validator.TryValidateObject(order, new ValidationContext(order), null, validateAllProperties: true);
        ValidationReport report = Order.Validate(order);
        Assert.True(expected == report.IsValid, $"The framework says '{expected}' of {order}. {report}");
    }
}
