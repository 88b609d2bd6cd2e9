package train
import ("testing";"os";"encoding/binary";"math/rand/v2")
func TestZZDump(t *testing.T) {
	p := draw(4000, 10, func(r []float32, rng *rand.Rand) bool {
		a, b := float64(r[0])*float64(r[1]), float64(r[3])*float64(r[3])
		return 2*a+float64(r[2])-b+rng.NormFloat64()/2 > 0
	})
	tb := p.table(128)
	f, _ := os.Create("/tmp/xgb-small.bin")
	binary.Write(f, binary.LittleEndian, []uint32{4000, 10})
	for _, b := range tb.Bins { f.Write(b) }
	binary.Write(f, binary.LittleEndian, p.label); binary.Write(f, binary.LittleEndian, p.weight); f.Close()
}
