using Modelyard.Data.Databases;
using Modelyard.Data.Relations;
using Modelyard.Data.Tests.Databases;
using Modelyard.Frames;

namespace Modelyard.Data.Tests.Relations;

[Collection("Servers")]
public sealed class FrameSetTests(Servers servers)
{
    private static readonly RelationTable Students = RelationTable.Of("student", Frame.Of(new IntegerColumn("id", [1, 2, 3]), new TextColumn("name", ["Ann", "Ben", "Cy"])), "id");
    private static readonly RelationTable Courses = RelationTable.Of("course", Frame.Of(new TextColumn("code", ["A", "B"]), new TextColumn("name", ["Algebra", "Botany"])), "code");
    private static readonly RelationTable Takes = RelationTable.Of(
        "takes", Frame.Of(new IntegerColumn("student", [1, 1, 2]), new TextColumn("course", ["A", "B", "B"]), new IntegerColumn("grade", [4, 5, 6])), "student", "course")
        .References(Students, "student").References(Courses, "course");

    private static readonly FrameSet School = FrameSet.Of(Students, Courses, Takes);

    [Fact]
    public void Many_to_many_is_answered_both_ways()
    {
        Assert.Equal(["Algebra", "Botany"], Texts(School.Related("student", 1, "course"), "name"));
        Assert.Equal(["Ann", "Ben"], Texts(School.Related("course", "B", "student"), "name"));
        Assert.Equal(0, School.Related("student", 3, "course").RowCount);
        Assert.Equal(["5"], Texts(School.Related("course", "B", "takes").Filter(row => row == 0), "grade"));
        Assert.Equal(["Botany"], Texts(School.Related("takes", new object[] { 2, "B" }, "course"), "name"));
    }

    [Fact]
    public void A_row_or_a_table_that_is_not_there_is_told()
    {
        Assert.Equal("The table 'student' has no row with id '9'.", Assert.Throws<ModelyardException>(() => School.Related("student", 9, "course")).Message);
        Assert.Contains("The nearest is 'course'", Assert.Throws<ModelyardException>(() => School.Related("student", 1, "courses")).Message, StringComparison.Ordinal);
        Assert.Contains("is a 'String'", Assert.Throws<ModelyardException>(() => School.Related("student", "1", "course")).Message, StringComparison.Ordinal);
        RelationTable alone = RelationTable.Of("room", Frame.Of(new IntegerColumn("id", [1])), "id");
        Assert.Contains("No reference leads from 'student' to 'room'", Assert.Throws<ModelyardException>(() => FrameSet.Of(Students, alone).Related("student", 1, "room")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_ways_are_named_and_one_is_chosen()
    {
        RelationTable places = RelationTable.Of("place", Frame.Of(new IntegerColumn("id", [1, 2]), new TextColumn("town", ["Ulm", "Jena"])), "id");
        RelationTable orders = RelationTable.Of("order", Frame.Of(new IntegerColumn("id", [7]), new IntegerColumn("bill_to", [1]), new IntegerColumn("ship_to", [2])), "id").References(places, "bill_to").References(places, "ship_to");
        var set = FrameSet.Of(places, orders);
        string message = Assert.Throws<ModelyardException>(() => set.Related("order", 7, "place")).Message;
        Assert.Contains("There are 2 ways from 'order' to 'place': order -(bill_to)-> place; order -(ship_to)-> place", message, StringComparison.Ordinal);
        Assert.Equal(["Jena"], Texts(set.Related("order", 7, "place", "order.ship_to"), "town"));
        Assert.Contains("2 references", Assert.Throws<ModelyardException>(() => set.Join(MergeHow.Inner, "order", "place")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tables_are_joined_along_their_keys()
    {
        Frame joined = School.Join(MergeHow.Left, "student", "takes", "course");
        Assert.Equal(["id", "name", "course", "grade", "course.name"], joined.Columns.Select(column => column.Name));
        Assert.Equal(["Algebra", "Botany", "Botany", ""], Texts(joined, "course.name"));
        Assert.Equal(3, School.Join(MergeHow.Inner, "takes", "student").RowCount);
        Assert.Contains("No reference leads between", Assert.Throws<ModelyardException>(() => School.Join(MergeHow.Left, "student", "course")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_violate_keys_are_found()
    {
        Assert.Empty(School.Check());
        RelationTable wrong = Takes with { Rows = Frame.Of(new IntegerColumn("student", [1, 8, 1, 9]), new TextColumn("course", ["A", "B", "A", null]), new IntegerColumn("grade", [1, 2, 3, 4])) };
        IReadOnlyList<RelationProblem> problems = FrameSet.Of(Students, Courses, wrong).Check();
        Assert.Equal(["primary key (student, course)", "primary key (student, course)", "reference (student) to student (id)"], problems.Select(problem => problem.Key));
        Assert.Equal([[3], [2], [1, 3]], problems.Select(problem => problem.Rows.ToArray()));
        Assert.Equal("takes: row 3 has the primary key student '1', course 'A', which is there already.", problems[1].Message);
    }

    [Fact]
    public void Parent_child_and_junction_are_added_together_or_not_at_all()
    {
        FrameSet more = School.Insert(NewTakes(4, "C"), NewStudent(4), NewCourse("C"));
        Assert.Equal(["Cooking"], Texts(more.Related("student", 4, "course"), "name"));
        Assert.Empty(more.Check());
        RelationException fault = Assert.Throws<RelationException>(() => School.Insert(NewTakes(5, "C"), NewStudent(3), NewCourse("C")));
        Assert.Equal(["student: row 1 has the primary key id '3', which is there already.", "takes: row 1 refers to student '5' of student (id), which is not there."], fault.Problems.Select(problem => problem.Message));
        Assert.Equal(3, School["student"].Rows.RowCount);
        Assert.Throws<UnknownColumnException>(() => School.Insert(new TableRows("student", Frame.Of(new IntegerColumn("idd", [1])))));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgres")]
    [InlineData("mariadb")]
    public void Rows_are_added_to_related_tables_of_a_database_in_one_transaction(string kind)
    {
        using Database database = servers.Fresh(kind);
        using (DatabaseTransaction transaction = database.BeginTransaction())
        {
            foreach (RelationTable table in School.Tables)
            {
                transaction.Create(table.Definition with { Columns = [.. table.Definition.Columns.Select(column => column with { Minimum = 0, Maximum = 1000, MaxLength = column.MaxLength is null ? null : 20 })] });
            }

            foreach (RelationTable table in School.Tables)
            {
                transaction.Write(table.Rows, table.Name);
            }

            transaction.Commit();
        }

        Assert.Equal(3, FrameSet.Insert(database, NewTakes(4, "C"), NewStudent(4), NewCourse("C")));
        Assert.Equal(["Cooking"], Texts(FrameSet.Read(database).Related("student", 4, "course"), "name"));
        Assert.Contains("course: row 1 has the primary key code 'C', which is there already", Assert.Throws<RelationException>(() => FrameSet.Insert(database, NewStudent(5), NewCourse("C"))).Message, StringComparison.Ordinal);
        Assert.Contains("takes: row 1 refers to student '6' of student (id), which is not there", Assert.Throws<RelationException>(() => FrameSet.Insert(database, NewStudent(5), NewTakes(6, "A"))).Message, StringComparison.Ordinal);
        Assert.Equal(4, database.ReadTable("student").RowCount);
        Assert.Equal(4, database.ReadTable("takes").RowCount);
    }

    private static TableRows NewStudent(long id) => new("student", Frame.Of(new IntegerColumn("id", [id]), new TextColumn("name", ["Dora"])));

    private static TableRows NewCourse(string code) => new("course", Frame.Of(new TextColumn("code", [code]), new TextColumn("name", ["Cooking"])));

    private static TableRows NewTakes(long student, string course) => new("takes", Frame.Of(new IntegerColumn("student", [student]), new TextColumn("course", [course])));

    private static IEnumerable<string> Texts(Frame frame, string column) => Enumerable.Range(0, frame.RowCount).Select(row => frame[column].FormatCell(row));
}
