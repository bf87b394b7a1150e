using Microsoft.CodeAnalysis;
using Modelyard.Generators.Models;

namespace Modelyard.Generators.Analysis;

/// <summary>Reads a column from a member.</summary>
internal static class MemberAnalysis
{
    private static readonly string[] Kinds = ["Boolean", "Integer", "Double", "Text", "Category", "Timestamp"];

    private static readonly SymbolDisplayFormat Code = SymbolDisplayFormat.FullyQualifiedFormat;

    /// <summary>Reads a column.</summary>
    /// <param name="member">The member.</param>
    /// <param name="enumerations">The enumerations that were met; receives the member's.</param>
    /// <param name="findings">What is told.</param>
    /// <returns>The column; null if there is an error, which was told.</returns>
    public static MemberModel? Of(RecordMember member, List<EnumerationModel> enumerations, Findings findings)
    {
        ITypeSymbol type = member.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable ? nullable.TypeArguments[0] : member.Type;
        bool isValue = !SymbolEqualityComparer.Default.Equals(type, member.Type);
        bool isNullable = isValue || (type.IsReferenceType && type.NullableAnnotation != NullableAnnotation.NotAnnotated);
        string shownType = member.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);
        string? kind = Setting(member, "Kind") is { Value: int number } && number >= 0 && number < Kinds.Length ? Kinds[number] : null;
        if (FormOf(type, kind, member, shownType, findings) is not { } form)
        {
            return null;
        }

        bool isOptional = Setting(member, "Optional")?.Value is true, missingIsNaN = Setting(member, "MissingIsNaN")?.Value is true;
        if (isOptional && !isNullable)
        {
            findings.Tell(RecordRules.WrongSetting, member.Symbol, member.Shown, shownType, "Optional", "members that can be null; add a question mark to the type.");
        }

        if (missingIsNaN && (isNullable || form is not (CellForm.Single or CellForm.Double)))
        {
            findings.Tell(RecordRules.WrongSetting, member.Symbol, member.Shown, shownType, "MissingIsNaN", "members of the types 'double' and 'float' that cannot be null; leave it out.");
        }

        int enumeration = form == CellForm.Level ? EnumerationOf((INamedTypeSymbol)type, member, enumerations, findings) : -1;
        (long least, long greatest) = RangeOf(type is INamedTypeSymbol { EnumUnderlyingType: { } underlying } ? underlying.SpecialType : type.SpecialType);
        string cellKind = KindOf(form);
        ContractModel contract = ContractAnalysis.Of(member, form, cellKind, isNullable, findings);
        return new MemberModel(
            RecordAnalysis.Escape(member.Symbol.Name),
            member.Name,
            member.Shown,
            shownType,
            type.WithNullableAnnotation(NullableAnnotation.NotAnnotated).ToDisplayString(Code),
            cellKind,
            form,
            isNullable,
            isOptional,
            missingIsNaN,
            least,
            greatest,
            enumeration,
            contract);
    }

    private static CellForm? FormOf(ITypeSymbol type, string? kind, RecordMember member, string shown, Findings findings)
    {
        CellForm? form = (type.TypeKind == TypeKind.Enum ? IsFlags(type) ? "flags" : "enum" : type.ToDisplayString(Code.WithMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.None)), kind) switch
        {
            ("enum", null or "Category") => CellForm.Level,
            ("flags", null) or ("enum" or "flags", "Integer") => CellForm.EnumerationNumber,
            ("global::System.Boolean", null or "Boolean") => CellForm.Boolean,
            ("global::System.UInt64", null or "Integer") => CellForm.Unsigned,
            ("global::System.SByte" or "global::System.Byte" or "global::System.Int16" or "global::System.UInt16" or "global::System.Int32" or "global::System.UInt32" or "global::System.Int64", null or "Integer") => CellForm.Integer,
            ("global::System.Single", null or "Double") => CellForm.Single,
            ("global::System.Double", null or "Double") => CellForm.Double,
            ("global::System.Decimal", "Double") => CellForm.DecimalNumber,
            ("global::System.Decimal", "Text") => CellForm.DecimalText,
            ("global::System.String", null or "Text") => CellForm.Text,
            ("global::System.String", "Category") => CellForm.Category,
            ("global::System.DateTime", null or "Timestamp") => CellForm.Time,
            ("global::System.DateTimeOffset", null or "Timestamp") => CellForm.Offset,
            ("global::System.DateOnly", null or "Timestamp") => CellForm.Date,
            ("global::System.TimeSpan", "Double") => CellForm.Seconds,
            ("global::System.TimeSpan", "Integer") => CellForm.Ticks,
            ("global::System.Guid", null or "Text") => CellForm.Guid,
            _ => null,
        };
        if (form is null)
        {
            TellType(type, kind, member, shown, findings);
        }

        return form;
    }

    private static void TellType(ITypeSymbol type, string? kind, RecordMember member, string shown, Findings findings)
    {
        string? choice = type.TypeKind == TypeKind.Enum ? IsFlags(type) ? "'Integer', as its values are sums of others" : "'Category' or 'Integer'" : type.Name switch
        {
            "Boolean" => "'Boolean'",
            "Decimal" => "'Double' or 'Text'",
            "TimeSpan" => "'Double' or 'Integer'",
            "String" => "'Text' or 'Category'",
            "DateTime" or "DateTimeOffset" or "DateOnly" => "'Timestamp'",
            "Guid" => "'Text'",
            "Single" or "Double" => "'Double'",
            "SByte" or "Byte" or "Int16" or "UInt16" or "Int32" or "UInt32" or "Int64" or "UInt64" => "'Integer'",
            _ => null,
        };
        if (choice is null || type.ContainingNamespace?.ToDisplayString() != "System" && type.TypeKind != TypeKind.Enum)
        {
            findings.Tell(RecordRules.UnsupportedType, member.Symbol, member.Shown, shown);
        }
        else if (kind is null)
        {
            findings.Tell(RecordRules.KindNeeded, member.Symbol, member.Shown, shown, type.Name == "Decimal"
                ? "[Column(Kind = ColumnKind.Double)] keeps 15 digits, [Column(Kind = ColumnKind.Text)] all of them"
                : "[Column(Kind = ColumnKind.Double)] makes it seconds, [Column(Kind = ColumnKind.Integer)] ticks of 100 nanoseconds");
        }
        else
        {
            findings.Tell(RecordRules.WrongKind, member.Symbol, member.Shown, shown, kind, choice);
        }
    }

    private static string KindOf(CellForm form) => form switch
    {
        CellForm.Boolean => "Boolean",
        CellForm.Integer or CellForm.Unsigned or CellForm.EnumerationNumber or CellForm.Ticks => "Integer",
        CellForm.Single or CellForm.Double or CellForm.DecimalNumber or CellForm.Seconds => "Double",
        CellForm.Category or CellForm.Level => "Category",
        CellForm.Time or CellForm.Offset or CellForm.Date => "Timestamp",
        _ => "Text",
    };

    private static (long Least, long Greatest) RangeOf(SpecialType type) => type switch
    {
        SpecialType.System_SByte => (sbyte.MinValue, sbyte.MaxValue),
        SpecialType.System_Byte => (byte.MinValue, byte.MaxValue),
        SpecialType.System_Int16 => (short.MinValue, short.MaxValue),
        SpecialType.System_UInt16 => (ushort.MinValue, ushort.MaxValue),
        SpecialType.System_Int32 => (int.MinValue, int.MaxValue),
        SpecialType.System_UInt32 => (uint.MinValue, uint.MaxValue),
        SpecialType.System_UInt64 => (0, long.MaxValue),
        _ => (long.MinValue, long.MaxValue),
    };

    private static int EnumerationOf(INamedTypeSymbol type, RecordMember member, List<EnumerationModel> enumerations, Findings findings)
    {
        string code = type.ToDisplayString(Code);
        int known = enumerations.FindIndex(one => one.Type == code);
        if (known >= 0)
        {
            return known;
        }

        List<LevelModel> levels = [], aliases = [];
        HashSet<object> values = [];
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(field => field.HasConstantValue).OrderBy(field => Convert.ToDecimal(field.ConstantValue, System.Globalization.CultureInfo.InvariantCulture)))
        {
            string name = field.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass?.Name == "EnumMemberAttribute")?.NamedArguments.FirstOrDefault(argument => argument.Key == "Value").Value.Value as string ?? field.Name;
            if (names.TryGetValue(name, out string other))
            {
                findings.Tell(RecordRules.DuplicateName, member.Symbol, $"{type.Name}.{other}", $"{type.Name}.{field.Name}", name, "[EnumMember(Value = \"…\")]");
            }

            names[name] = field.Name;
            (values.Add(field.ConstantValue!) ? levels : aliases).Add(new LevelModel(name, $"{code}.{RecordAnalysis.Escape(field.Name)}"));
        }

        enumerations.Add(new EnumerationModel(code, new EquatableArray<LevelModel>(levels), new EquatableArray<LevelModel>(aliases)));
        return enumerations.Count - 1;
    }

    private static bool IsFlags(ITypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.ToDisplayString() == "System.FlagsAttribute");

    private static TypedConstant? Setting(RecordMember member, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in member.Column?.NamedArguments ?? [])
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
