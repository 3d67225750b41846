// @meta
// name: x
console.log(1)
