using Modelyard.Frames;
using Modelyard.Frames.Validation;

namespace Modelyard.Tests.Frames.Validation;

public sealed class TableSchemaTests
{
    private static readonly Frame Orders = Frame.Of(
        new IntegerColumn("id", [1, 2, 2, 4]),
        new TextColumn("customer", ["Ann", "Bob", null, "Eve"]),
        new DoubleColumn("amount", [10, -5, 20, double.PositiveInfinity]),
        new TimestampColumn("placed", [.. new[] { 1, 2, 3, 4 }.Select(day => new DateTime(2026, 1, day).Ticks)]));

    [Fact]
    public void Each_failure_says_row_column_code_value_and_what_must_be()
    {
        ValidationReport report = new TableSchema(
            new ColumnSchema("id", ColumnKind.Integer) { Unique = true },
            new ColumnSchema("customer", ColumnKind.Text) { Pattern = "[A-Z][a-z]+", Allowed = ["Ann", "Bob"] },
            new ColumnSchema("amount", ColumnKind.Double) { Minimum = 0, Finite = true }).Validate(Orders);
        Assert.Equal(
            [
                "data row 3, column customer: The cell is missing and must be present. [missing]",
                "data row 4, column customer: The value is 'Eve' and must be one of 'Ann', 'Bob'. [set]",
                "data row 2, column amount: The value is '-5' and must be '0' or greater. [range.minimum]",
                "data row 4, column amount: The value is 'inf' and must be finite. [range.finite]",
                "data row 3, column id: The value is '2' and must not have occurred in an earlier row. [unique]",
            ],
            report.Failures.Select(failure => failure.ToString()));
        Assert.Equal((5, 3), (report.ErrorCount, report.FailingRowCount));
        Assert.Equal([2L, 2L, 4L], ((IntegerColumn)report.FailingRows(Orders)["id"]).Values.ToArray());
        Assert.Equal(2, report.CountOf("range"));
        Assert.Contains("data row 2: '-5'", Assert.Throws<ValidationException>(report.ThrowIfFailed).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_absent_of_another_kind_too_many_or_out_of_order_are_told_once()
    {
        var schema = new TableSchema(
            new ColumnSchema("amount", ColumnKind.Integer) { Minimum = 0 }, new ColumnSchema("id", ColumnKind.Integer), new ColumnSchema("plcaed", ColumnKind.Timestamp), new ColumnSchema("note", ColumnKind.Text) { Required = false })
        {
            ExtraColumns = ExtraColumns.Refused,
            Ordered = true,
        };
        ValidationReport report = schema.Validate(Orders);
        Assert.Equal([(ValidationCodes.ColumnExtra, "customer"), (ValidationCodes.ColumnExtra, "placed"), (ValidationCodes.Kind, "amount"), (ValidationCodes.ColumnAbsent, "plcaed"), (ValidationCodes.ColumnOrder, "id")], report.Failures.Select(failure => (failure.Code, failure.Column!)));
        Assert.Equal(0, report.FailingRowCount);
        Assert.Contains("The nearest that is missing is 'plcaed'", report.Failures[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_stand_for_categories_integers_for_doubles_and_nothing_for_anything()
    {
        Frame table = Frame.Of(new TextColumn("a", ["x", "y"]), CategoryColumn.From("b", ["x", "y"]), new IntegerColumn("c", [1, 7]), new DoubleColumn("d", [double.NaN, double.NaN]));
        ValidationReport report = new TableSchema(
            new ColumnSchema("a", ColumnKind.Category) { Allowed = ["x"] }, new ColumnSchema("b", ColumnKind.Text) { MaximumLength = 0 }, new ColumnSchema("c", ColumnKind.Double) { Maximum = 6.5 },
            new ColumnSchema("d", ColumnKind.Timestamp) { Nullable = true }).Validate(table);
        Assert.Equal([("set", 1L), ("length.maximum", 2L), ("range.maximum", 1L)], report.Checks.Where(check => check.FailureCount > 0).Select(check => (check.Code, check.FailureCount)));
    }

    [Fact]
    public void Failures_beyond_the_limit_are_counted_and_not_listed()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [.. Enumerable.Range(0, 100_000).Select(row => (long)(row % 2))]));
        ValidationReport report = new TableSchema(new ColumnSchema("n", ColumnKind.Integer) { Minimum = 1 }).Validate(table, new ValidationOptions { FailuresPerCheck = 3 });
        Assert.Equal([1L, 3L, 5L], report.Failures.Select(failure => failure.Row));
        Assert.Equal((50_000, 50_000), (report.ErrorCount, report.FailingRowCount));
        Assert.Contains("and 49,997 more", report.ToString(), StringComparison.Ordinal);
        Assert.Empty(new TableSchema(new ColumnSchema("n", ColumnKind.Integer) { Minimum = 1 }).Validate(table, new ValidationOptions { FailuresPerCheck = 0 }).Failures);
    }

    [Fact]
    public void Warnings_do_not_make_a_table_invalid()
    {
        var schema = new TableSchema(new ColumnSchema("amount", ColumnKind.Double) { Minimum = 0, Finite = true, Warnings = ["range.minimum"] })
        {
            Keys = [new UniqueKey("id") { Severity = Severity.Warning }],
            MinimumRows = 10,
            Warnings = ["rows"],
        };
        ValidationReport report = schema.Validate(Orders);
        Assert.Equal((1, 3), (report.ErrorCount, report.WarningCount));
        Assert.Equal(1, report.FailingRowCount);
        Assert.True((schema with { Columns = [] }).Validate(Orders).IsValid);
    }

    [Fact]
    public void A_table_is_fresh_until_its_newest_time_is_too_old()
    {
        var schema = new TableSchema { Freshness = [new FreshnessRule("placed", TimeSpan.FromHours(36))] };
        ValidationReport At(DateTime now) => schema.Validate(Orders, new ValidationOptions { Clock = new StoppedClock(now) });
        Assert.True(At(new DateTime(2026, 1, 5, 12, 0, 0, DateTimeKind.Utc)).IsValid);
        ValidationFailure failure = Assert.Single(At(new DateTime(2026, 1, 5, 12, 0, 1, DateTimeKind.Utc)).Failures);
        Assert.Equal((ValidationCodes.Freshness, "placed", "2026-01-04T00:00:00"), (failure.Code, failure.Column, failure.Value));
        Assert.Contains("at most '36 hours' before", failure.Message, StringComparison.Ordinal);
        Assert.Contains("has no time", Assert.Single(schema.Validate(Orders.Head(0)).Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_must_occur_in_the_table_that_it_refers_to()
    {
        var schema = new TableSchema { References = [new ReferenceRule("customer", "customers", "name"), new ReferenceRule("id", "ids", "id")] };
        var options = new ValidationOptions
        {
            Tables = new Dictionary<string, Frame> { ["customers"] = Frame.Of(CategoryColumn.From("name", ["Bob", "Ann"])), ["ids"] = Frame.Of(new DoubleColumn("id", [1, 2, 4, 0.5])) },
        };
        ValidationFailure failure = Assert.Single(schema.Validate(Orders, options).Failures);
        Assert.Equal((ValidationCodes.Reference, 4, "Eve"), (failure.Code, failure.Row, failure.Value));
        Assert.Equal(2, schema.Validate(Orders).CountOf(ValidationCodes.ReferenceAbsent));
    }

    [Fact]
    public void A_row_must_meet_the_rules_whose_condition_is_false_not_those_where_it_is_missing()
    {
        var schema = new TableSchema { Rules = [new RowRule("named", "customer <> 'Eve' or amount < 0"), new RowRule("cheap", Modelyard.Frames.Expressions.Expression.Col("amount") < 15) { Severity = Severity.Warning, Description = "orders are cheap" }] };
        ValidationReport report = schema.Validate(Orders);
        Assert.Equal(
            [
                "data row 4: The row is 'amount = inf, customer = Eve' and must meet 'customer <> 'Eve' or amount < 0'. [rule]",
                "data row 3: The row is 'amount = 20' and must meet 'orders are cheap'. [rule, warning]",
                "data row 4: The row is 'amount = inf' and must meet 'orders are cheap'. [rule, warning]",
            ],
            report.Failures.Select(failure => failure.ToString()));
        Assert.Equal(["named", "cheap"], report.Checks.Select(check => check.Rule));
        Assert.Equal((1, 1), (report.ErrorCount, report.FailingRowCount));
        Assert.Equal(report.ToJson(), schema.Validate(TestTables.Cut(Orders, 3)).ToJson());
        Assert.Contains("named: rule, 1 failure", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_cannot_be_computed_are_failures()
    {
        var schema = new TableSchema(new ColumnSchema("note", ColumnKind.Text) { Required = false })
        {
            Rules =
            [
                new RowRule("left out", "note = 'x'"), new RowRule("unknown", "amuont > 0"), new RowRule("no condition", "amount + 1"), new RowRule("mean", "amount < mean(id) * 100"),
                new RowRule("overflow", "id * 9223372036854775807 > 0"),
            ],
        };
        ValidationReport whole = schema.Validate(Orders), parts = schema.Validate(TestTables.Cut(Orders, 2));
        Assert.Equal(["unknown", "no condition", "overflow"], whole.Failures.Where(failure => failure.Code == ValidationCodes.RuleInvalid).Select(failure => failure.Rule));
        Assert.Equal(["unknown", "no condition", "mean", "overflow"], parts.Failures.Where(failure => failure.Code == ValidationCodes.RuleInvalid).Select(failure => failure.Rule));
        Assert.Contains("'amount'", whole.Failures[0].Message, StringComparison.Ordinal);
        Assert.Equal(4, whole.Failures.Single(failure => failure.Rule == "mean").Row);
    }

    [Fact]
    public void Rules_are_computed_of_what_was_converted_and_of_records()
    {
        TableSchema schema = new(new ColumnSchema("a", ColumnKind.Integer) { Nullable = true }, new ColumnSchema("b", ColumnKind.Category) { Required = false }) { Rules = [new RowRule("big", "a > 5 or b = 'x'")] };
        CoercionResult result = schema.Coerce(Frame.Of(new TextColumn("a", ["7", "3", "3", ""]), new TextColumn("b", ["y", "y", "x", "y"])));
        Assert.Equal(2, Assert.Single(result.Report.Failures).Row);
        Assert.True(schema.ValidateJson("""{"a": 3, "b": "x"}"""u8).IsValid);
        Assert.True(schema.ValidateJson("""{"a": 3}"""u8).IsValid);
        ValidationFailure failure = Assert.Single(schema.ValidateJson("""[{"a": 7}, {"a": 3, "b": "y"}]"""u8).Failures);
        Assert.Equal((ValidationCodes.Rule, "big", "$[1]"), (failure.Code, failure.Rule, failure.Path));
    }

    [Fact]
    public void Checks_of_columns_that_may_be_absent_are_left_out_and_unknown_columns_are_told()
    {
        var schema = new TableSchema(new ColumnSchema("code", ColumnKind.Text) { Required = false, Unique = true }) { Keys = [new UniqueKey("code"), new UniqueKey("elsewhere", "id")] };
        ValidationFailure failure = Assert.Single(schema.Validate(Orders).Failures);
        Assert.Equal((ValidationCodes.ColumnAbsent, "elsewhere"), (failure.Code, failure.Column));
    }

    [Theory]
    [InlineData("a+", "aa", true)]
    [InlineData("a|ab", "ab", true)]
    [InlineData("a", "ab", false)]
    [InlineData("a", "a\n", false)]
    [InlineData(@"(\w)\1", "aa", true)]
    [InlineData(@"(?=a)\w", "a", true)]
    public void A_pattern_must_match_the_whole_text(string pattern, string text, bool isValid) =>
        Assert.Equal(isValid, new TableSchema(new ColumnSchema("t", ColumnKind.Text) { Pattern = pattern }).Validate(Frame.Of(new TextColumn("t", [text]))).IsValid);

    [Fact]
    public void A_pattern_that_takes_for_ever_is_given_up()
    {
        var schema = new TableSchema(new ColumnSchema("t", ColumnKind.Text) { Pattern = @"(?!x)(a+)+b" });
        string slow = new('a', 40);
        Assert.Equal(1, schema.Validate(Frame.Of(new TextColumn("t", [slow, "ab"]))).CountOf(ValidationCodes.Pattern));
        Assert.Contains("write it without", Assert.Throws<ModelyardException>(() => schema.Validate(Frame.Of(new TextColumn("t", Enumerable.Range(0, 30).Select(row => slow + row))))).Message, StringComparison.Ordinal);

        // The same without lookaround is matched in time that grows with the text alone.
        var linear = new TableSchema(new ColumnSchema("t", ColumnKind.Text) { Pattern = @"(a+)+b" });
        Assert.Equal(30, linear.Validate(Frame.Of(new TextColumn("t", Enumerable.Range(0, 30).Select(_ => new string('a', 5000))))).CountOf(ValidationCodes.Pattern));
    }

    [Fact]
    public void Lengths_are_those_of_code_points()
    {
        Frame table = Frame.Of(new TextColumn("t", ["😀😀", "äöü", ""]));
        ValidationReport report = new TableSchema(new ColumnSchema("t", ColumnKind.Text) { MinimumLength = 1, MaximumLength = 2 }).Validate(table);
        Assert.Equal([("length.minimum", 3L), ("length.maximum", 2L)], report.Failures.Select(failure => (failure.Code, failure.Row)));
    }

    [Fact]
    public void Bounds_at_the_end_of_64_bits_hold()
    {
        Frame table = Frame.Of(new IntegerColumn("n", [long.MinValue, -1, long.MaxValue]));
        Assert.True(new TableSchema(new ColumnSchema("n", ColumnKind.Integer) { Minimum = long.MinValue, Maximum = long.MaxValue }).Validate(table).IsValid);
        Assert.Equal(2, new TableSchema(new ColumnSchema("n", ColumnKind.Integer) { ExclusiveMinimum = long.MinValue, ExclusiveMaximum = 9.2e18 }).Validate(table).ErrorCount);
    }

    [Fact]
    public void A_busy_clock_fails_no_text_of_a_pattern_that_an_automaton_matches() =>
        Assert.Equal(System.Text.RegularExpressions.Regex.InfiniteMatchTimeout, Modelyard.Frames.Validation.Checks.TextTest.Pattern.Compile("[A-Z]{2}-[0-9]+").MatchTimeout);

    public static TheoryData<ColumnSchema, string> Contradictions => new()
    {
        { new ColumnSchema("t", ColumnKind.Text) { Minimum = 1 }, "has no range" },
        { new ColumnSchema("t", ColumnKind.Integer) { Minimum = "1" }, "must be a finite number" },
        { new ColumnSchema("t", ColumnKind.Double) { Maximum = double.PositiveInfinity }, "must be a finite number" },
        { new ColumnSchema("t", ColumnKind.Integer) { Maximum = 1e30 }, "of 64 bits" },
        { new ColumnSchema("t", ColumnKind.Integer) { ExclusiveMinimum = long.MaxValue }, "beyond which" },
        { new ColumnSchema("t", ColumnKind.Timestamp) { Minimum = 5 }, "must be a time" },
        { new ColumnSchema("t", ColumnKind.Integer) { Minimum = 5, Maximum = 4 }, "The minimum is '5' and the maximum is '4'" },
        { new ColumnSchema("t", ColumnKind.Integer) { ExclusiveMinimum = 3, ExclusiveMaximum = 4 }, "no value of the kind 'integer'" },
        { new ColumnSchema("t", ColumnKind.Integer) { Minimum = 3.2, Maximum = 3.8 }, "no value of the kind 'integer'" },
        { new ColumnSchema("t", ColumnKind.Integer) { ExclusiveMinimum = 3.2, Maximum = 3.8 }, "no value of the kind 'integer'" },
        { new ColumnSchema("t", ColumnKind.Integer) { ExclusiveMinimum = long.MaxValue - 1, ExclusiveMaximum = long.MinValue + 1 }, "no value of the kind 'integer'" },
        { new ColumnSchema("t", ColumnKind.Double) { Minimum = 0.5, ExclusiveMaximum = 0.5 }, "The minimum is '0.5' and the exclusive-maximum is '0.5'" },
        { new ColumnSchema("t", ColumnKind.Double) { ExclusiveMinimum = 7, Maximum = 7 }, "no value of the kind 'double'" },
        { new ColumnSchema("t", ColumnKind.Timestamp) { Minimum = new DateTime(2024, 1, 2), Maximum = new DateTime(2024, 1, 1) }, "no value of the kind 'timestamp'" },
        { new ColumnSchema("t", ColumnKind.Integer) { Finite = true }, "only doubles" },
        { new ColumnSchema("t", ColumnKind.Integer) { Allowed = [1, "2"] }, "'2'" },
        { new ColumnSchema("t", ColumnKind.Text) { Allowed = [] }, "at least one" },
        { new ColumnSchema("t", ColumnKind.Integer) { MaximumLength = 3 }, "only texts" },
        { new ColumnSchema("t", ColumnKind.Text) { MinimumLength = 4, MaximumLength = 3 }, "from '4' to '3'" },
        { new ColumnSchema("t", ColumnKind.Text) { Pattern = "a)|(b" }, "no regular expression" },
        { new ColumnSchema("t", ColumnKind.Text) { MaximumMissingShare = 0.5 }, "not nullable" },
        { new ColumnSchema("t", ColumnKind.Text) { Nullable = true, MaximumMissingShare = 2 }, "from 0 to 1" },
        { new ColumnSchema("t", ColumnKind.Text) { Warnings = ["ranje"] }, "The nearest is 'range" },
        { new ColumnSchema("", ColumnKind.Text), "no name" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_schema_that_contradicts_itself_is_refused(ColumnSchema column, string expected) =>
        Assert.Contains(expected, Assert.Throws<ModelyardException>(() => new TableSchema(column).Check()).Message, StringComparison.Ordinal);

    [Fact]
    public void Bounds_that_leave_one_value_are_taken()
    {
        ColumnSchema[] columns =
        [
            new ColumnSchema("a", ColumnKind.Integer) { Minimum = 4, Maximum = 4 },
            new ColumnSchema("b", ColumnKind.Integer) { ExclusiveMinimum = 3, ExclusiveMaximum = 5 },
            new ColumnSchema("c", ColumnKind.Integer) { Minimum = 3.2, ExclusiveMaximum = 4.5 },
            new ColumnSchema("d", ColumnKind.Double) { Minimum = 0.5, Maximum = 0.5 },
            new ColumnSchema("e", ColumnKind.Timestamp) { Minimum = new DateTime(2024, 1, 1), Maximum = new DateTime(2024, 1, 1) },
            new ColumnSchema("f", ColumnKind.Integer) { Minimum = long.MinValue, Maximum = long.MaxValue },
        ];
        Assert.Equal(6, new TableSchema(columns).Check().Columns.Count);
    }

    [Fact]
    public void What_contradicts_itself_is_gathered()
    {
        var schema = new TableSchema(new ColumnSchema("a", ColumnKind.Text) { Minimum = 1, Pattern = "(" }, new ColumnSchema("a", ColumnKind.Text)) { MinimumRows = 3, MaximumRows = 2, Keys = [new UniqueKey()] };
        Assert.Contains("has 5 problems", Assert.Throws<ModelyardException>(() => schema.Validate(Orders)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_is_not_carried_over_to_another_schema()
    {
        var schema = new TableSchema(new ColumnSchema("id", ColumnKind.Integer) { Maximum = 3 });
        Assert.False(schema.Validate(Orders).IsValid);
        Assert.True((schema with { Columns = [new ColumnSchema("id", ColumnKind.Integer)] }).Validate(Orders).IsValid);
    }

    [Fact]
    public void Cancellation_ends_the_check() => Assert.Throws<OperationCanceledException>(() =>
        new TableSchema(new ColumnSchema("id", ColumnKind.Integer) { Maximum = 3 }).Validate(Orders, new ValidationOptions { Cancellation = new CancellationToken(true) }));

    [Fact]
    public void Every_code_is_listed_once_with_its_meaning()
    {
        string[] constants = [.. typeof(ValidationCodes).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetValue(null)!)];
        Assert.Equal(constants, ValidationCodes.All.Select(code => code.Key));
        Assert.Equal(constants.Length, constants.Distinct().Count());
    }

    private sealed class StoppedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(now);
    }
}
