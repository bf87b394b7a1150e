using System.ComponentModel.DataAnnotations;
using Modelyard.Frames;

namespace Modelyard.Generators.Tests.Records;

/// <summary>Types within a type, of every sort.</summary>
public static partial class Shop
{
    /// <summary>A class with a constructor that takes a part, and members that are set.</summary>
    [FrameRecord]
    public partial class Item(int number, string? name)
    {
        public int Number { get; } = number;

        public string? Name { get; } = name;

        [Column("class")]
        public string @class { get; set; } = "none";

        public int Field;
    }

    /// <summary>A class that adds a column to those it inherits.</summary>
    [FrameRecord]
    public partial class PricedItem(int number, string? name) : Item(number, name)
    {
        [Column(MissingIsNaN = true)]
        public double Price { get; init; }

        [Column(Optional = true)]
        public string? Note { get; init; }
    }

    /// <summary>A readonly structure.</summary>
    [FrameRecord]
    internal readonly partial struct Point(double x, double y)
    {
        public readonly double X = x;

        public double Y { get; } = y;
    }

    [FrameRecord]
    internal sealed partial record Order
    {
        [Required]
        [StringLength(5, MinimumLength = 2)]
        public string? Customer { get; init; }

        [Range(1, 100)]
        public int Pieces { get; init; }

        [Range(0, 10.5, MinimumIsExclusive = true)]
        public double Price { get; init; }

        [RegularExpression("[a-c]+")]
        public string? Code { get; init; }

        [MinLength(1), MaxLength(3)]
        public string Name { get; init; } = string.Empty;

        [AllowedValues("open", "paid", null)]
        [Column(Kind = ColumnKind.Category)]
        public string? State { get; init; }

        [DeniedValues(13, 17)]
        public int? Table { get; init; }

        [Range(typeof(DateTime), "2020-01-01", "2029-12-31")]
        public DateTime? Placed { get; init; }

        [AllowedValues(Records.Colour.Red, Records.Colour.Blue)]
        public Colour Colour { get; init; }

        [Required(AllowEmptyStrings = true)]
        public string? Note { get; init; }
    }
}
