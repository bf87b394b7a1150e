using Modelyard.Frames;

namespace Modelyard.Data.Tests.Normalisation;

/// <summary>Makes tables of a world and joins them flat: customers and their towns, products, orders and their lines, with missing, broken and repeated rows.</summary>
internal static class FlatWorlds
{
    public static Frame Of(int seed, bool isClean = false)
    {
        var random = new Random(seed);
        int towns = random.Next(2, 8), customers = random.Next(3, 25), products = random.Next(3, 20), orders = random.Next(0, 60);
        (towns, customers, products, orders) = isClean ? (4, 12, 10, 80) : (towns, customers, products, orders);
        double missing = isClean ? 0 : random.Next(3) * 0.05, broken = isClean ? 0 : random.Next(3) * 0.01, repeated = isClean ? 0 : random.Next(2) * 0.1;
        bool textKeys = random.Next(2) == 0;
        int[] townOf = [.. Enumerable.Range(0, customers).Select(_ => random.Next(towns))];
        double[] price = [.. Enumerable.Range(0, products).Select(_ => random.Next(5) switch { 0 => 0.0, 1 => -0.0, _ => Math.Round(random.NextDouble() * 9, 2) })];
        List<(long Order, int Day, int Customer, int Product, long Count)> lines = [];
        for (int order = 0; order < orders; order++)
        {
            int day = random.Next(30), customer = random.NextDouble() < missing ? -1 : random.Next(customers);
            foreach (int product in Enumerable.Range(0, products).OrderBy(_ => random.Next()).Take(random.Next(1, 5)))
            {
                lines.Add((order * 17, day, customer, product, random.Next(1, 9)));
                if (random.NextDouble() < repeated)
                {
                    lines.Add(lines[^1]);
                }
            }
        }

        bool[] spoiled = [.. lines.Select(_ => random.NextDouble() < broken)];
        string?[] Texts(Func<int, string?> cell) => [.. Enumerable.Range(0, lines.Count).Select(cell)];
        string?[] town = Texts(i => lines[i].Customer < 0 ? (spoiled[i] ? "nowhere" : null) : spoiled[i] ? "elsewhere" : $"town {townOf[lines[i].Customer]}");
        bool[] known = [.. lines.Select(line => line.Customer >= 0)];
        Column customerId = textKeys
            ? new TextColumn("customer_id", Texts(i => known[i] ? $"K{lines[i].Customer}" : null))
            : new IntegerColumn("customer_id", [.. lines.Select(line => (long)line.Customer)], new Validity(known));
        return Frame.Of(
            new IntegerColumn("order_id", [.. lines.Select(line => line.Order)]),
            new TimestampColumn("order_day", [.. lines.Select(line => new DateTime(2026, 1, 1).AddDays(line.Day).Ticks)], isUtc: random.Next(2) == 0),
            customerId,
            new TextColumn("customer_name", Texts(i => known[i] ? $"name {lines[i].Customer % 7} é" : null)),
            CategoryColumn.From("town", town),
            new TextColumn("region", Texts(i => town[i] is null ? null : $"region {town[i]!.Length + (town[i]![^1] % 2)}")),
            new TextColumn("product_code", Texts(i => $"P-{lines[i].Product:000}")),
            new DoubleColumn("product_price", [.. lines.Select((line, i) => spoiled[i] ? double.NaN : price[line.Product])]),
            new BooleanColumn("product_fresh", [.. lines.Select(line => line.Product % 3 == 0)]),
            new IntegerColumn("count", [.. lines.Select(line => line.Count)]));
    }

    /// <summary>Students, courses, and the grade of each student in each course that they take.</summary>
    public static Frame School { get; } = MakeSchool();

    /// <summary>Asserts that two tables are the same to the bit.</summary>
    public static void AssertSame(Frame expected, Frame actual)
    {
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.Kind)), actual.Columns.Select(column => (column.Name, column.Kind)));
        Assert.Equal(expected.RowCount, actual.RowCount);
        foreach ((Column one, Column other) in expected.Columns.Zip(actual.Columns))
        {
            for (int row = 0; row < one.Length; row++)
            {
                bool same = one.IsMissing(row) == other.IsMissing(row) && (one.IsMissing(row) || (one is DoubleColumn doubles
                    ? BitConverter.DoubleToInt64Bits(doubles.Values[row]) == BitConverter.DoubleToInt64Bits(((DoubleColumn)other).Values[row])
                    : one.FormatCell(row) == other.FormatCell(row)));
                Assert.True(same, $"column {one.Name}, row {row}: '{one.FormatCell(row)}' became '{other.FormatCell(row)}'");
            }
        }
    }

    private static Frame MakeSchool()
    {
        string[] names = ["Ann", "Ben", "Cy", "Dora", "Eve", "Finn", "Gil", "Hana"], titles = ["Algebra", "Botany", "Chemistry", "Drawing", "English"], teachers = ["Wu", "Roy", "Wu", "Kim", "Roy"];
        (int Student, int Course)[] pairs = [.. Enumerable.Range(0, 8).SelectMany(s => Enumerable.Range(0, 5).Where(c => (s + (2 * c)) % 3 != 0).Select(c => (s, c)))];
        return Frame.Of(
            new IntegerColumn("student_id", [.. pairs.Select(pair => 100L + pair.Student)]),
            new TextColumn("student_name", pairs.Select(pair => names[pair.Student])),
            new TextColumn("course_code", pairs.Select(pair => $"C{pair.Course + 1}")),
            new TextColumn("course_title", pairs.Select(pair => titles[pair.Course])),
            new TextColumn("course_teacher", pairs.Select(pair => teachers[pair.Course])),
            new IntegerColumn("grade", [.. pairs.Select(pair => 1L + ((pair.Student * 5 + pair.Course * 3) % 6))]));
    }
}
