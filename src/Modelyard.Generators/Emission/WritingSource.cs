using Modelyard.Generators.Models;

namespace Modelyard.Generators.Emission;

/// <summary>Writes what makes a table of records: one loop over the records, which are each touched once.</summary>
internal static class WritingSource
{
    public static void Write(RecordModel record, CodeWriter code)
    {
        code.Open($"static void {RecordSource.Frames}IFrameRecord<{record.Name}>.Write(global::System.ReadOnlySpan<{record.Name}> records, {RecordSource.Records}RecordWriter writer)");
        for (int i = 0; i < record.Members.Count; i++)
        {
            code.Line($"var c{i} = writer.{Buffer(record.Members[i], i)};");
        }

        code.Open("for (int row = 0; row < records.Length; row++)");
        code.Line("var record = records[row];");
        for (int i = 0; i < record.Members.Count; i++)
        {
            MemberModel member = record.Members[i];
            if (member.IsNullableValue)
            {
                code.Open($"if (record.{member.Name} is {{ }} v{i})");
                code.Line(Set(member, i, $"v{i}"));
                code.Close();
                code.Open("else");
                code.Line($"c{i}.SetMissing(row);");
                code.Close();
            }
            else
            {
                code.Line(Set(member, i, $"record.{member.Name}"));
            }
        }

        code.Close();
        code.Close();
        code.Line();
    }

    private static string Buffer(MemberModel member, int column) => member.Form switch
    {
        CellForm.Boolean => $"Booleans({column})",
        CellForm.Category => $"Categories({column})",
        CellForm.Level => $"Levels({column}, FrameRecordParts.Levels{member.Enumeration})",
        CellForm.Time or CellForm.Offset or CellForm.Date => $"Times({column})",
        _ => member.Kind switch
        {
            "Integer" => $"Integers({column})",
            "Double" => $"Doubles({column})",
            _ => $"Texts({column})",
        },
    };

    private static string Set(MemberModel member, int column, string value) => member.Form switch
    {
        CellForm.Unsigned => $"c{column}.SetUnsigned(row, {value});",
        CellForm.Level => $"c{column}.Set(row, FrameRecordParts.LevelOf{member.Enumeration}({value}), unchecked((long){value}));",
        CellForm.EnumerationNumber => $"c{column}.Set(row, unchecked((long){value}));",
        CellForm.DecimalNumber => $"c{column}.Set(row, (double){value});",
        CellForm.DecimalText => $"c{column}.Set(row, {value}.ToString(global::System.Globalization.CultureInfo.InvariantCulture));",
        CellForm.Seconds => $"c{column}.Set(row, {value}.TotalSeconds);",
        CellForm.Ticks => $"c{column}.Set(row, {value}.Ticks);",
        CellForm.Guid => $"c{column}.Set(row, {value}.ToString());",
        _ => $"c{column}.Set(row, {value});",
    };
}
