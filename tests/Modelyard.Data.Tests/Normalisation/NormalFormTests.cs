using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Modelyard.Data.Databases;
using Modelyard.Data.Normalisation;
using Modelyard.Data.Relations;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Normalisation;

public sealed class NormalFormTests
{
    [Fact]
    public void Students_and_courses_become_two_tables_and_a_junction()
    {
        NormalForm form = NormalForm.Of(FlatWorlds.School, "enrolment");
        Assert.Equal(["course", "student", "enrolment"], form.Tables.Tables.Select(table => table.Name).OrderBy(name => name == "enrolment").ThenBy(name => name));
        Assert.Equal(["student_id", "student_name"], Columns(form, "student"));
        Assert.Equal(["course_code", "course_title", "course_teacher"], Columns(form, "course"));
        Assert.Equal(["student_id", "course_code", "grade"], Columns(form, "enrolment"));
        TableDefinition junction = form.Tables["enrolment"].Definition;
        Assert.Equal(["student_id", "course_code"], junction.PrimaryKey);
        Assert.Equal(["course", "student"], junction.ForeignKeys.Select(key => key.ReferencedTable.Name).Order());
        Assert.Equal(["enrolment"], form.Junctions);
        Assert.Equal(8, form.Tables["student"].Rows.RowCount);
        Assert.Equal(5, form.Tables["course"].Rows.RowCount);
        FlatWorlds.AssertSame(FlatWorlds.School, form.Rejoin());
        Assert.Equal(["C2", "C3", "C5"], Enumerable.Range(0, 3).Select(row => form.Tables.Related("student", 100, "course")["course_code"].FormatCell(row)));
    }

    [Fact]
    public void Orders_are_taken_apart_to_the_third_normal_form()
    {
        NormalForm form = NormalForm.Of(FlatWorlds.Of(11, isClean: true), "line", new NormalisationOptions { Lookups = false });
        Assert.Equal(["order_id", "product_code", "count"], Columns(form, "line"));
        Assert.Equal(["order_id", "product_code"], form.Tables["line"].Definition.PrimaryKey);
        Assert.Equal(["customer_id", "order_day", "order_id"], Columns(form, "order").Order());
        Assert.Contains("customer_name", Columns(form, "customer"));
        Assert.Contains("product_price", Columns(form, "product"));
        Assert.DoesNotContain("region", Columns(form, "line"));
    }

    [Fact]
    public void Whatever_is_found_the_tables_join_to_the_flat_table_and_keep_their_keys() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue).ToArbitrary(),
        seed =>
        {
            Frame flat = FlatWorlds.Of(seed);
            var random = new Random(seed);
            NormalForm form = NormalForm.Of(flat, "line", Options(random));
            FlatWorlds.AssertSame(flat, form.Rejoin());
            Assert.Empty(form.Tables.Check());
            Assert.Equal(flat.RowCount, form.Tables[form.MainTable].Rows.RowCount);
            foreach (RelationTable table in form.Tables.Tables)
            {
                Assert.NotEmpty(table.Definition.PrimaryKey);
            }
        }).Check(Property.Repeatable(150));

    [Fact]
    public void Rows_that_break_a_dependency_are_listed_and_kept()
    {
        Frame school = FlatWorlds.School;
        string?[] names = [.. Enumerable.Range(0, school.RowCount).Select(row => row == 2 ? "Anne" : ((TextColumn)school["student_name"])[row])];
        Frame flat = school.With(new TextColumn("student_name", names));
        Assert.Empty(NormalForm.Of(flat, "enrolment").Exceptions);
        NormalForm form = NormalForm.Of(flat, "enrolment", new NormalisationOptions { MaxError = 0.05 });
        CellExceptions exception = Assert.Single(form.Exceptions);
        Assert.Equal([2], exception.Rows);
        Assert.Equal("student_id -> student_name", exception.Dependency.ToString());
        Assert.Equal("Anne", form.Tables[exception.Table].Rows["student_name"].FormatCell(0));
        Assert.Equal("Ann", form.Tables["student"].Rows["student_name"].FormatCell(0));
        FlatWorlds.AssertSame(flat, form.Rejoin());
    }

    [Fact]
    public void Repeated_rows_get_numbers_and_texts_of_few_values_a_lookup()
    {
        string[] states = ["open", "paid", "sent"];
        var flat = Frame.Of(new TextColumn("state", Enumerable.Range(0, 300).Select(i => i % 50 == 7 ? null : states[i * 7 % 3])), new DoubleColumn("x", new double[300]));
        NormalForm form = NormalForm.Of(flat, "sale");
        Assert.Equal(["row_number", "state_id", "x"], Columns(form, "sale"));
        Assert.Equal(["state_id", "state"], Columns(form, "state"));
        FlatWorlds.AssertSame(flat, form.Rejoin());
        Assert.Equal(["row_number", "state", "x"], Columns(NormalForm.Of(flat, "sale", new NormalisationOptions { Lookups = false }), "sale"));
    }

    [Fact]
    public void Integers_get_the_smallest_type()
    {
        string sql = NormalForm.Of(FlatWorlds.School, "enrolment").ToDdl(SqlDialect.MySql);
        Assert.Contains("`student_id` TINYINT NOT NULL", sql, StringComparison.Ordinal);
        Assert.Contains("PRIMARY KEY (`student_id`, `course_code`)", sql, StringComparison.Ordinal);
        Assert.Contains("FOREIGN KEY (`course_code`) REFERENCES `course` (`course_code`)", sql, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_told_is_taken_or_refused()
    {
        NormalForm form = NormalForm.Of(FlatWorlds.School, "enrolment", new NormalisationOptions { Key = ["course_code", "student_id"] });
        Assert.Equal(["course_code", "student_id"], form.Tables["enrolment"].Definition.PrimaryKey);
        Assert.Contains("does not tell all rows apart", Assert.Throws<ModelyardException>(() => NormalForm.Of(FlatWorlds.School, "e", new NormalisationOptions { Key = ["grade"] })).Message, StringComparison.Ordinal);
        Assert.Throws<UnknownColumnException>(() => NormalForm.Of(FlatWorlds.School, "e", new NormalisationOptions { Key = ["grades"] }));
    }

    [Fact]
    public void A_circle_of_dependencies_is_cut()
    {
        // Street and city determine the zip, and the zip the city: no table can lose both.
        var random = new Random(3);
        (string Street, string City, string Zip)[] rows = [.. Enumerable.Range(0, 400).Select(_ => (City: random.Next(6), Street: random.Next(8)))
            .Select(one => ($"street {one.Street}", $"city {one.City}", $"{one.City}{one.Street % 2}"))];
        var flat = Frame.Of(new TextColumn("street", rows.Select(row => row.Street)), new TextColumn("city", rows.Select(row => row.City)), new TextColumn("zip", rows.Select(row => row.Zip)));
        NormalForm form = NormalForm.Of(flat, "address", new NormalisationOptions { Lookups = false });
        Assert.Equal(["zip", "city"], Columns(form, "zip"));
        Assert.Contains(form.Unkept, one => one.ToString() == "street, city -> zip");
        FlatWorlds.AssertSame(flat, form.Rejoin());
    }

    [Fact]
    public void The_proposal_is_data_and_a_picture()
    {
        NormalForm form = NormalForm.Of(FlatWorlds.School, "enrolment");
        using var json = JsonDocument.Parse(form.ToJson());
        Assert.Equal(3, json.RootElement.GetProperty("tables").GetArrayLength());
        Assert.Equal(3, form.ToDiagram().Boxes.Count);
        Assert.Equal(2, form.ToDiagram().Links.Count);
        Assert.StartsWith("<svg", form.ToDiagram().ToSvg(), StringComparison.Ordinal);
    }

    internal static NormalisationOptions Options(Random random) => new()
    {
        MaxError = random.Next(3) * 0.05,
        MaxLeftSide = random.Next(1, 4),
        Surrogates = random.Next(2) == 0,
        RowNumbers = random.Next(3) == 0,
        Lookups = random.Next(2) == 0,
        Accept = random.Next(4) == 0 ? ["town -> region", "customer_id, product_code -> count"] : [],
    };

    private static IEnumerable<string> Columns(NormalForm form, string table) => form.Tables[table].Rows.Columns.Select(column => column.Name);
}
